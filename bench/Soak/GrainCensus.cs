using System.Runtime.CompilerServices;

namespace Cocoon.Bench.Soak;

/// <summary>
/// Counts grains in memory on any runtime: remembers, weakly, every one that was ever called. After a collection those are
/// left that are active, or that something still holds although they should be gone.
/// </summary>
internal sealed class GrainCensus : IIncomingGrainCallFilter
{
    private readonly ConditionalWeakTable<object, object?> _called = [];

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.Grain is { } grain) _called.TryAdd(grain, null);
        return context.Invoke();
    }

    /// <summary>Grains in memory; exact after a full collection.</summary>
    public int Count() => _called.Count();
}
