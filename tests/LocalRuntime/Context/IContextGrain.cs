namespace Cocoon.LocalRuntime.Tests.Context;

/// <summary>Tells what it sees in the request context under "who".</summary>
[Alias("test.context")]
public interface IContextGrain : IGrainWithStringKey
{
    [Alias("who")]
    Task<string?> Who();

    /// <summary>What the activation saw when it began.</summary>
    [Alias("who-at-birth")]
    Task<string?> WhoAtBirth();

    /// <summary>Sets "who", reaches "{key}/{name}/in", waits for "{key}/{name}/out", and tells what it sees before, after, and through another grain.</summary>
    [Alias("become")]
    Task<List<string?>> Become(string name, IContextGrain other);

    /// <summary>Starts a timer from a call with a context; the tick writes what it sees to the journal and reaches "{key}/tick".</summary>
    [Alias("start-timer")]
    Task StartTimer();
}
