namespace Cocoon.Telemetry.Prometheus;

/// <summary>What /metrics shows.</summary>
public sealed class PrometheusOptions
{
    /// <summary>
    /// Meters shown; a name that ends in "*" stands for all that begin so. Others are not listened to and cost nothing.
    /// Default: Cocoon's own, Orleans, .NET's runtime, ASP.NET Core, Kestrel, outgoing HTTP and Npgsql.
    /// </summary>
    public IList<string> Meters { get; } =
    [
        "Cocoon.*", "Microsoft.Orleans", "System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "System.Net.Http", "Npgsql",
    ];

    /// <summary>
    /// Label sets of one metric, 1 to 100,000. What comes after is added up in one series with the label
    /// <c>otel_metric_overflow</c> and counted in <c>cocoon_metrics_overflow_total</c>. Default: 500.
    /// </summary>
    public int MaxSeries { get; set; } = 500;

    internal bool Shows(string meter) => Meters.Any(allowed => allowed.EndsWith('*') ? meter.StartsWith(allowed[..^1], StringComparison.Ordinal) : meter == allowed);
}
