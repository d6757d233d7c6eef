using Cocoon.Telemetry.Events;
using Cocoon.Telemetry.Prometheus;
using Cocoon.Telemetry.Tracing;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Telemetry.Hosting;

/// <summary>
/// Starts to listen before anything else starts, and sends what is left when all else has stopped. Instruments come into being
/// with their owners, so those are asked for here: a metric is there, at zero, before the first event.
/// </summary>
internal sealed class TelemetryService(
    MetricCollector metrics, MarketMeters market, MarketGauges gauges, InvariantWatch invariants, TelemetryExport export) : IHostedLifecycleService
{
    public Task StartingAsync(CancellationToken cancellationToken)
    {
        GC.KeepAlive((metrics, gauges));
        export.Start();
        invariants.Start();
        market.ShowZeros();
        return Task.CompletedTask;
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken)
    {
        export.Flush();
        return Task.CompletedTask;
    }
}
