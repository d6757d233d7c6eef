using System.Collections.Concurrent;

namespace Cocoon.Telemetry.Prometheus;

/// <summary>All series of one name. Thread-safe.</summary>
/// <param name="name">Without "_total".</param>
/// <param name="unit">Its unit in words; empty for none.</param>
/// <param name="help">What it means; empty for unknown.</param>
/// <param name="kind">Its type.</param>
/// <param name="bounds">Bucket bounds of a histogram; null for others.</param>
/// <param name="maxSeries">Series kept; the values of all others are added to one with the label <see cref="Overflow"/>.</param>
internal sealed class MetricFamily(string name, string unit, string help, MetricKind kind, double[]? bounds, int maxSeries)
{
    /// <summary>The label of what found no place, as OpenTelemetry names it.</summary>
    public const string Overflow = "otel_metric_overflow=\"true\"";

    private readonly ConcurrentDictionary<string, MetricSeries> _series = new(StringComparer.Ordinal);
    private int _count;

    public string Name => name;

    public string Unit => unit;

    public string Help => help;

    public MetricKind Kind => kind;

    public IReadOnlyList<double> Bounds => bounds ?? [];

    /// <summary>Live instruments that feed it.</summary>
    public int Feeds { get; set; }

    /// <summary>Whether its series live from look to look.</summary>
    public required bool IsObserved { get; init; }

    public bool Fits(MetricFamily other) => other.Kind == kind && other.IsObserved == IsObserved && other.Unit == unit && other.Bounds.SequenceEqual(Bounds);

    /// <summary>The series of these tags.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="isOverflow">True when there was no place for them.</param>
    public MetricSeries Series(ReadOnlySpan<KeyValuePair<string, object?>> tags, out bool isOverflow)
    {
        isOverflow = false;
        var labels = LabelText.Own.Of(tags);
        if (_series.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(labels, out var known)) return known;
        if (Interlocked.Increment(ref _count) <= maxSeries)
        {
            var made = new MetricSeries(bounds);
            var kept = _series.GetOrAdd(labels.ToString(), made);
            if (!ReferenceEquals(kept, made)) Interlocked.Decrement(ref _count);
            return kept;
        }
        Interlocked.Decrement(ref _count);
        isOverflow = true;
        return _series.GetOrAdd(Overflow, _ => new MetricSeries(bounds));
    }

    /// <summary>The series by label text, in a stable order.</summary>
    public IReadOnlyList<KeyValuePair<string, MetricSeries>> Sorted() => [.. _series.OrderBy(entry => entry.Key, StringComparer.Ordinal)];

    /// <summary>Drops what an observable instrument no longer shows.</summary>
    public void DropUnobserved(long look)
    {
        foreach (var (labels, series) in _series)
            if (!series.WasObserved(look) && _series.TryRemove(labels, out _) && labels != Overflow) Interlocked.Decrement(ref _count);
    }
}
