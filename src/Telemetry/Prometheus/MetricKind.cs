namespace Cocoon.Telemetry.Prometheus;

/// <summary>The types that the text format knows, of those that .NET's instruments map to.</summary>
internal enum MetricKind
{
    Counter,
    Gauge,
    Histogram,
}
