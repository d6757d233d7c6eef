using System.Reflection;
using Cocoon.Grains.Events;
using Cocoon.Telemetry.Hosting;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Cocoon.Telemetry.Tracing;

/// <summary>Sends traces and metrics by OTLP, when there is somewhere to send them.</summary>
internal sealed class TelemetryExport(CocoonTelemetryOptions settings) : IDisposable
{
    /// <summary>How long the last spans may take to leave when the process stops.</summary>
    private const int FlushMilliseconds = 5_000;

    private TracerProvider? _tracer;
    private MeterProvider? _meter;

    public void Start()
    {
        if (settings.Traces) _tracer = Tracing(settings.SendTraces ?? (traces => traces.AddOtlpExporter(otlp => otlp.Endpoint = settings.OtlpEndpoint!)));
        if (settings.OtlpEndpoint is not { } endpoint) return;
        var metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(Resource()).AddMeter([.. settings.Prometheus.Meters]);
        _meter = metrics.AddOtlpExporter(otlp => otlp.Endpoint = endpoint).Build();
    }

    public void Flush()
    {
        _tracer?.ForceFlush(FlushMilliseconds);
        _meter?.ForceFlush(FlushMilliseconds);
    }

    public void Dispose()
    {
        _tracer?.Dispose();
        _meter?.Dispose();
    }

    private TracerProvider Tracing(Action<TracerProviderBuilder> send)
    {
        var traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(Resource()).SetSampler(new SharedSampler(settings.TraceShare))
            .AddSource([MarketTrace.Name, SharedSampler.HttpSource, .. TracePropagation.Sources]);
        send(traces);
        return traces.Build();
    }

    private ResourceBuilder Resource() => ResourceBuilder.CreateDefault().AddService(
        "cocoon", serviceVersion: typeof(TelemetryExport).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion, serviceInstanceId: settings.Instance);
}
