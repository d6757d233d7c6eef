using System.Collections.Concurrent;

namespace Cocoon.Grains.Tests;

/// <summary>Ends a grain's activation right after one of its calls, so that the next call finds what a crash leaves: the record.</summary>
public sealed class Amnesia : IIncomingGrainCallFilter
{
    private readonly ConcurrentDictionary<(string Key, string Method), bool> _after = new();

    /// <param name="key">The grain's key.</param>
    /// <param name="method">The next call of this method is the last that the activation answers.</param>
    public void After(string key, string method) => _after[(key, method)] = true;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        await context.Invoke();
        if (_after.TryRemove((context.TargetId.Key.ToString()!, context.InterfaceMethod.Name), out _) && context.Grain is IGrainBase grain)
            grain.GrainContext.Deactivate(new DeactivationReason(DeactivationReasonCode.ApplicationRequested, "The test wants it."));
    }
}
