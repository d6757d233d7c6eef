using System.Diagnostics.Metrics;
using Cocoon.Telemetry.Events;

namespace Cocoon.Telemetry.Gateway;

/// <summary>What a gateway sees of its callers' requests. Labels: operation, model and status only. Thread-safe.</summary>
internal sealed class GatewayMeters
{
    /// <summary>Name of the meter.</summary>
    public const string Name = "Cocoon.Gateway";

    public GatewayMeters(IMeterFactory meters)
    {
        var meter = meters.Create(Name);
        Waiting = meter.CreateUpDownCounter<long>("cocoon.gateway.waiting", "{request}", "Inference requests that wait for their first token: what a gateway's queue is.");
        Streams = meter.CreateUpDownCounter<long>("cocoon.gateway.streams", "{stream}", "Answers being streamed now.");
        Duration = Seconds(meter, "gen_ai.client.operation.duration", "Inference requests from arrival to the last byte.", GenAi.DurationBuckets);
        FirstChunk = Seconds(meter, "gen_ai.client.operation.time_to_first_chunk", "Inference requests from arrival to the first byte of an answer.", GenAi.FirstTokenBuckets);
    }

    public UpDownCounter<long> Waiting { get; }

    public UpDownCounter<long> Streams { get; }

    public Histogram<double> Duration { get; }

    public Histogram<double> FirstChunk { get; }

    private static Histogram<double> Seconds(Meter meter, string name, string description, IReadOnlyList<double> buckets) =>
        meter.CreateHistogram(name, "s", description, null, new InstrumentAdvice<double> { HistogramBucketBoundaries = buckets });
}
