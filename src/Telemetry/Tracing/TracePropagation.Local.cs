namespace Cocoon.Telemetry.Tracing;

/// <summary>Traces follow grain calls: by filters of ours.</summary>
internal static class TracePropagation
{
    /// <summary>Sources of spans along calls.</summary>
    public static readonly string[] Sources = [CallTracing.Name];

    public static void AddTo(ISiloBuilder silo)
    {
        silo.AddIncomingGrainCallFilter<CallTracing>();
        silo.AddOutgoingGrainCallFilter<CallTracing>();
    }
}
