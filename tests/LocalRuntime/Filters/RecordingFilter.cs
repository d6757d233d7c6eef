using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Filters;

/// <summary>Notes every incoming call, and lets none through to methods named Forbidden.</summary>
public sealed class RecordingFilter(IGrainFactory grains) : IIncomingGrainCallFilter
{
    public async Task Invoke(IIncomingGrainCallContext context)
    {
        grains.Should().NotBeNull("a filter may need the grain factory");
        var key = context.TargetId.Key.ToString()!;
        if (context.MethodName == nameof(IFilteredGrain.Forbidden)) throw new UnauthorizedAccessException("not allowed");
        try
        {
            await context.Invoke();
            Journal.Write(key, $"{context.InterfaceName.Replace("Cocoon.LocalRuntime.Tests.Filters.", "", StringComparison.Ordinal).Replace("Orleans.Runtime.", "", StringComparison.Ordinal)}.{context.MethodName} by {(context.SourceId!.Value.IsClient() ? "client" : "grain")} on {context.Grain.GetType().Name}.{context.ImplementationMethod.Name}");
        }
        catch (InvalidOperationException exception)
        {
            Journal.Write(key, $"{context.MethodName} threw {exception.Message}");
            throw;
        }
    }
}
