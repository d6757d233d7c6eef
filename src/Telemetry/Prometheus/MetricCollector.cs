using System.Diagnostics.Metrics;
using Microsoft.Extensions.Logging;

namespace Cocoon.Telemetry.Prometheus;

/// <summary>
/// Listens to the allowed meters of this process and keeps the present value of all their series. Meters that another host in
/// the same process made through its own factory are left to that one. Thread-safe.
/// </summary>
internal sealed partial class MetricCollector : IDisposable
{
    /// <summary>Meter of the collector's own counters.</summary>
    public const string Name = "Cocoon.Metrics";

    private readonly PrometheusOptions _options;
    private readonly IMeterFactory _meters;
    private readonly ILogger<MetricCollector> _logger;
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, MetricFamily> _families = new(StringComparer.Ordinal);
    private readonly Lock _familiesLock = new();
    private readonly Lock _lookLock = new();
    private readonly Counter<long> _overflows, _conflicts, _failures;
    private long _look;

    public MetricCollector(PrometheusOptions options, IMeterFactory meters, ILogger<MetricCollector> logger)
    {
        (_options, _meters, _logger) = (options, meters, logger);
        var own = meters.Create(Name);
        _overflows = own.CreateCounter<long>("cocoon.metrics.overflow", "{measurement}", "Measurements whose metric had no place for another label set.");
        _conflicts = own.CreateCounter<long>("cocoon.metrics.conflicts", "{instrument}", "Instruments left out because another of the same name has another type or unit.");
        _failures = own.CreateCounter<long>("cocoon.metrics.failures", "{look}", "Looks at the observable instruments of which at least one threw.");
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (Feed(instrument) is { } feed) listener.EnableMeasurementEvents(instrument, feed);
        };
        _listener.MeasurementsCompleted = (_, state) => Release((InstrumentFeed)state!);
        _listener.SetMeasurementEventCallback<double>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<float>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<long>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<short>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<byte>((_, value, tags, state) => Take(value, tags, state));
        _listener.SetMeasurementEventCallback<decimal>((_, value, tags, state) => Take((double)value, tags, state));
        _listener.Start();
        foreach (var counter in new[] { _overflows, _conflicts, _failures }) counter.Add(0);
    }

    /// <summary>Looks at all observable instruments and writes what everything stands at now.</summary>
    /// <param name="isOpenMetrics">Which of the two formats.</param>
    public string Write(bool isOpenMetrics)
    {
        lock (_lookLock)
        {
            Interlocked.Increment(ref _look);
            try
            {
                _listener.RecordObservableInstruments();
            }
            catch (AggregateException e)
            {
                // The others were looked at all the same; a metric that is missing is better than no metrics.
                _failures.Add(1);
                LogLookFailed(e.InnerExceptions.Count, e.InnerExceptions[0].GetType().Name, e.InnerExceptions[0].Message);
            }
            return new MetricText(isOpenMetrics).Of(Families());
        }
    }

    public void Dispose() => _listener.Dispose();

    private List<MetricFamily> Families()
    {
        lock (_familiesLock)
        {
            foreach (var family in _families.Values.Where(family => family.IsObserved)) family.DropUnobserved(_look);
            return [.. _families.Values.OrderBy(family => family.Name, StringComparer.Ordinal)];
        }
    }

    private InstrumentFeed? Feed(Instrument instrument)
    {
        if (!_options.Shows(instrument.Meter.Name)) return null;
        if (instrument.Meter.Scope is IMeterFactory factory && !ReferenceEquals(factory, _meters)) return null;
        if (InstrumentFeed.Of(instrument, _options.MaxSeries) is not { } feed) return null;
        lock (_familiesLock)
        {
            if (_families.TryGetValue(feed.Family.Name, out var known))
            {
                if (known.Fits(feed.Family)) feed = feed with { Family = known };
                else
                {
                    _conflicts.Add(1);
                    LogConflict(instrument.Name, instrument.Meter.Name);
                    return null;
                }
            }
            else _families.Add(feed.Family.Name, feed.Family);
            feed.Family.Feeds++;
            return feed;
        }
    }

    private void Release(InstrumentFeed feed)
    {
        lock (_familiesLock)
            if (--feed.Family.Feeds == 0) _families.Remove(feed.Family.Name);
    }

    private void Take(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags, object? state)
    {
        var (family, mode) = (InstrumentFeed)state!;
        // A counter that falls, or a bucket for nothing, would make the whole family unreadable.
        if (family.Kind == MetricKind.Counter ? !(value >= 0 && double.IsFinite(value)) : family.Kind == MetricKind.Histogram && double.IsNaN(value)) return;
        var series = family.Series(tags, out var isOverflow);
        switch (mode)
        {
            case FeedMode.Add: series.Add(value); break;
            case FeedMode.Set: series.Set(value); break;
            case FeedMode.Observe: series.Observe(value, Interlocked.Read(ref _look)); break;
        }
        if (isOverflow && family.Name != "cocoon_metrics_overflow") _overflows.Add(1, new KeyValuePair<string, object?>("metric", family.Name));
    }
}
