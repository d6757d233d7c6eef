using System.Diagnostics.Metrics;
using Cocoon.Telemetry.Prometheus;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Cocoon.Telemetry.Tests.Prometheus;

/// <summary>A collector over meters of its own.</summary>
internal sealed class MetricHost : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();

    public MetricHost(int maxSeries = 500)
    {
        var options = new PrometheusOptions { MaxSeries = maxSeries };
        // The runtime's own change from look to look.
        options.Meters.Remove("System.Runtime");
        Collector = new MetricCollector(options, Meters, NullLogger<MetricCollector>.Instance);
    }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public MetricCollector Collector { get; }

    public Meter Meter(string name = "Cocoon.Test") => Meters.Create(name);

    public string Text(bool isOpenMetrics = false) => Collector.Write(isOpenMetrics);

    /// <summary>The samples that are not the collector's own.</summary>
    public List<Sample> Samples() => MetricReader.Samples(Text()).FindAll(sample => sample.Name.StartsWith("test_", StringComparison.Ordinal));

    public void Dispose()
    {
        Collector.Dispose();
        _services.Dispose();
    }
}
