using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Calls;

/// <summary>Answers with what it is given, sometimes too late.</summary>
[Alias("test.echo")]
public interface IEchoGrain : IGrainWithStringKey
{
    [Alias("echo")]
    Task<string> Echo(string text);

    /// <summary>Answers after "{key}/{text}/out"; the caller's patience is a second.</summary>
    [Alias("echo-late"), ResponseTimeout("00:00:01")]
    Task<string> EchoLate(string text);

    /// <summary>Asks <paramref name="other"/> for an answer that comes too late, lets it come, and asks on.</summary>
    [Alias("ask-on")]
    Task<List<string>> AskOnAfterTimeout(IEchoGrain other);

    /// <summary>Reaches "{key}/failing" and throws at once.</summary>
    [Alias("fail-one-way"), OneWay]
    Task FailOneWay();

    /// <summary>Reaches "{key}/failing-later", awaits, and throws.</summary>
    [Alias("fail-one-way-later"), OneWay]
    Task FailOneWayLater();
}
