using Orleans.Concurrency;

namespace Cocoon.LocalRuntime.Tests.Turns;

/// <summary>Counts as <see cref="ITurnGrain"/> does, in a grain whose calls wait for one another unless they say otherwise.</summary>
[Alias("test.ordered-turns")]
public interface IOrderedTurnGrain : IGrainWithStringKey
{
    [Alias("count-up")]
    Task CountUp(int times);

    [Alias("count-up-interleaved"), AlwaysInterleave]
    Task CountUpInterleaved(int times);

    [Alias("count")]
    Task<int> Count();
}
