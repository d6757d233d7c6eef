using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Calls;

/// <summary>Calls that start, and end when the test says so.</summary>
[Alias("test.gate")]
public interface IGateGrain : IGrainWithStringKey
{
    /// <summary>Reaches "{key}/{name}/in", then waits for "{key}/{name}/out".</summary>
    [Alias("pass")]
    Task Pass(string name);

    [Alias("pass-interleaved"), AlwaysInterleave]
    Task PassInterleaved(string name);

    [Alias("pass-reading"), ReadOnly]
    Task PassReading(string name);

    [Alias("pass-one-way"), OneWay]
    Task PassOneWay(string name);

    [Alias("pass-briefly"), ResponseTimeout("00:00:01")]
    Task PassBriefly(string name);

    [Alias("pass-cancellable")]
    Task PassCancellable(string name, CancellationToken cancellationToken);

    [Alias("note")]
    Task Note(string entry);
}
