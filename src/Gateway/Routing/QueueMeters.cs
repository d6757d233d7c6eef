using System.Diagnostics.Metrics;

namespace Cocoon.Gateway.Routing;

/// <summary>How many requests wait for a free slot, and how long they did. The label is a model of the registry's. Thread-safe.</summary>
internal sealed class QueueMeters
{
    private const string MeterName = "Cocoon.Gateway";

    public QueueMeters(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        Length = meter.CreateUpDownCounter<long>("cocoon.gateway.queue.length", "{request}", "Requests that wait for a free slot of a provider.");
        Wait = meter.CreateHistogram("cocoon.gateway.queue.wait", "s", "How long requests waited for a free slot, whether or not they got one.", null,
            new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60] });
    }

    public UpDownCounter<long> Length { get; }

    public Histogram<double> Wait { get; }

    public static KeyValuePair<string, object?> Of(string model) => new("gen_ai.request.model", model);
}
