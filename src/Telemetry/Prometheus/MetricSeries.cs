namespace Cocoon.Telemetry.Prometheus;

/// <summary>One line of values under one set of labels. Thread-safe.</summary>
/// <param name="bounds">Upper bounds of a histogram's buckets in order; null for a single value.</param>
internal sealed class MetricSeries(double[]? bounds)
{
    private readonly Lock _lock = new();
    private readonly long[] _buckets = bounds is null ? [] : new long[bounds.Length + 1];
    private double _value;
    private long _observedIn;

    /// <summary>Adds to a sum, or puts a value into its bucket.</summary>
    public void Add(double value)
    {
        lock (_lock)
        {
            _value += value;
            if (bounds is null) return;
            var at = Array.BinarySearch(bounds, value);
            _buckets[at >= 0 ? at : ~at]++;
        }
    }

    public void Set(double value)
    {
        lock (_lock) _value = value;
    }

    /// <summary>Takes what an observable instrument shows in one look; several that share a name and labels add up.</summary>
    public void Observe(double value, long look)
    {
        lock (_lock)
        {
            _value = _observedIn == look ? _value + value : value;
            _observedIn = look;
        }
    }

    /// <summary>Whether it was shown in that look.</summary>
    public bool WasObserved(long look)
    {
        lock (_lock) return _observedIn == look;
    }

    /// <summary>The value or sum, and how many values lie in each bucket.</summary>
    public (double Value, long[] Buckets) Read()
    {
        lock (_lock) return (_value, [.. _buckets]);
    }
}
