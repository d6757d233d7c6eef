using Cocoon.Telemetry.Prometheus;
using OpenTelemetry.Trace;

namespace Cocoon.Telemetry.Hosting;

/// <summary>What a process tells about itself.</summary>
public sealed class CocoonTelemetryOptions
{
    /// <summary>
    /// A collector that takes OTLP over gRPC, such as <c>http://127.0.0.1:4317</c>; gets traces and metrics. Default: none, so
    /// that nothing leaves the process and no trace is recorded.
    /// </summary>
    public Uri? OtlpEndpoint { get; set; }

    /// <summary>Share of jobs whose trace is recorded, 0 to 1. A recorded job costs some tens of microseconds. Default: 0.01.</summary>
    public double TraceShare { get; set; } = 0.01;

    /// <summary>This process in traces and metrics, such as "core-1". Default: the machine's name and the process id.</summary>
    public string Instance { get; set; } = $"{Environment.MachineName}-{Environment.ProcessId}";

    /// <summary>Events kept for the admin pages, 1 to 1,000,000; each takes about 300 bytes. Default: 10,000.</summary>
    public int RecentEvents { get; set; } = 10_000;

    /// <summary>Logs as one JSON object a line, for machines to read. Default: off, so for people.</summary>
    public bool JsonLogs { get; set; }

    /// <summary>What /metrics shows.</summary>
    public PrometheusOptions Prometheus { get; } = new();

    /// <summary>Where traces go instead of the collector; for tests.</summary>
    internal Action<TracerProviderBuilder>? SendTraces { get; set; }

    internal bool Traces => (OtlpEndpoint is not null || SendTraces is not null) && TraceShare > 0;
}
