namespace Cocoon.Silo.Settings;

/// <summary>Traces and metrics that are sent elsewhere. Metrics can also be fetched from /metrics of the operations listener.</summary>
public sealed class TelemetrySettings
{
    /// <summary>Address of an OpenTelemetry collector (OTLP over gRPC), such as "http://127.0.0.1:4317". Default: null, nothing is sent.</summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>Share of requests that are traced, 0 to 1. More shows more and costs CPU. Default: 0.01.</summary>
    public double TraceShare { get; init; } = 0.01;

    /// <summary>Logs as one JSON object a line, for log collectors, instead of lines for people. Default: false.</summary>
    public bool JsonLogs { get; init; }
}
