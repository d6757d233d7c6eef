using System.Collections.Concurrent;

namespace Cocoon.Bench.JobCost;

/// <summary>Counts the calls to our grains by method, on any runtime; the steps of a stream and a runtime's own calls are not among them. Thread-safe.</summary>
internal sealed class CallCounter : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<string, long> _calls = new(StringComparer.Ordinal);

    public Task Invoke(IIncomingGrainCallContext context)
    {
        if (context.InterfaceMethod.DeclaringType is { } contract && contract.Namespace?.StartsWith("Cocoon.Grains", StringComparison.Ordinal) == true)
            _calls.AddOrUpdate($"{contract.Name}.{context.InterfaceMethod.Name}", 1, static (_, count) => count + 1);
        return context.Invoke();
    }

    /// <summary>Calls since the last time, and counts from zero again.</summary>
    public IReadOnlyDictionary<string, long> Take()
    {
        var taken = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var method in _calls.Keys)
            if (_calls.TryRemove(method, out var count)) taken[method] = count;
        return taken;
    }
}
