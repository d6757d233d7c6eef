using System.Diagnostics.Metrics;

namespace Cocoon.Telemetry.Prometheus;

/// <summary>Where an instrument's measurements go.</summary>
internal sealed record InstrumentFeed(MetricFamily Family, FeedMode Mode)
{
    private static readonly double[] SecondBounds = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
    private static readonly double[] OtherBounds = [0, 5, 10, 25, 50, 75, 100, 250, 500, 750, 1_000, 2_500, 5_000, 7_500, 10_000];

    /// <returns>Null for an instrument of a type that did not exist when this was written.</returns>
    public static InstrumentFeed? Of(Instrument instrument, int maxSeries)
    {
        var type = instrument.GetType();
        if (!type.IsGenericType) return null;
        var generic = type.GetGenericTypeDefinition();
        (MetricKind, FeedMode)? shape =
            generic == typeof(Counter<>) ? (MetricKind.Counter, FeedMode.Add)
            : generic == typeof(UpDownCounter<>) ? (MetricKind.Gauge, FeedMode.Add)
            : generic == typeof(Gauge<>) ? (MetricKind.Gauge, FeedMode.Set)
            : generic == typeof(Histogram<>) ? (MetricKind.Histogram, FeedMode.Add)
            : generic == typeof(ObservableCounter<>) ? (MetricKind.Counter, FeedMode.Observe)
            : generic == typeof(ObservableUpDownCounter<>) || generic == typeof(ObservableGauge<>) ? (MetricKind.Gauge, FeedMode.Observe)
            : null;
        if (shape is not var (kind, mode)) return null;
        var (name, unit) = MetricName.Of(instrument.Name, instrument.Unit, kind);
        var bounds = kind == MetricKind.Histogram ? Bounds(instrument) : null;
        return new InstrumentFeed(new MetricFamily(name, unit, instrument.Description ?? "", kind, bounds, maxSeries) { IsObserved = mode == FeedMode.Observe }, mode);
    }

    private static double[] Bounds(Instrument instrument)
    {
        var advised = instrument switch
        {
            Histogram<double> doubles => doubles.Advice?.HistogramBucketBoundaries,
            Histogram<long> longs => longs.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            Histogram<int> ints => ints.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            Histogram<float> floats => floats.Advice?.HistogramBucketBoundaries?.Select(bound => (double)bound),
            _ => null,
        };
        return advised is null ? instrument.Unit == "s" ? SecondBounds : OtherBounds : [.. advised.Where(double.IsFinite).Distinct().Order()];
    }
}
