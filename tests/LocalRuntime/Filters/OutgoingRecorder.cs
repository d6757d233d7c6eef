using System.Collections.Concurrent;

namespace Cocoon.LocalRuntime.Tests.Filters;

public sealed class OutgoingRecorder : IOutgoingGrainCallFilter
{
    public ConcurrentQueue<string> Seen { get; } = new();

    public int? ResultOfAdd { get; set; }

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        if (context.Request.GetInterfaceType() == typeof(IFilteredGrain)) Seen.Enqueue($"{context.MethodName} to {context.TargetId.Key}");
        await context.Invoke();
        if (ResultOfAdd is { } result && context.MethodName == nameof(IFilteredGrain.Add)) context.Result = result;
    }
}
