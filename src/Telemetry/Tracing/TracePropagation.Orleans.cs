namespace Cocoon.Telemetry.Tracing;

/// <summary>Traces follow grain calls: Orleans' own way.</summary>
internal static class TracePropagation
{
    /// <summary>Sources of spans along calls.</summary>
    public static readonly string[] Sources = ["Microsoft.Orleans.Application"];

    public static void AddTo(ISiloBuilder silo) => silo.AddActivityPropagation();}
