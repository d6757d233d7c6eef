using System.Collections.Immutable;
using Cocoon.Grains.Events;

namespace Cocoon.Telemetry.Events;

/// <summary>
/// The newest events of this process, read with a cursor by as many readers as like. A reader that is too slow misses some
/// and is told how many. Thread-safe; the lock covers a few copies of references.
/// </summary>
public sealed class RecentEvents
{
    /// <summary>The most that one page holds.</summary>
    public const int MaxPage = 1_000;

    private readonly RecentEvent[] _ring;
    private readonly Lock _lock = new();
    private long _count;

    /// <param name="capacity">Events kept, 1 to 1,000,000; each takes about 300 bytes.</param>
    public RecentEvents(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(capacity, 1_000_000);
        _ring = new RecentEvent[capacity];
    }

    /// <summary>The number of the newest event, which is the cursor for those to come; 0 before the first.</summary>
    public long Last
    {
        get
        {
            lock (_lock) return _count;
        }
    }

    public void Add(MarketEvent news, string? traceId)
    {
        lock (_lock)
        {
            _ring[_count % _ring.Length] = new RecentEvent(_count + 1, news, traceId);
            _count++;
        }
    }

    /// <param name="after">Number of the last event known; 0 for none.</param>
    /// <param name="max">At most this many, 1 to <see cref="MaxPage"/>.</param>
    public RecentEventPage Read(long after, int max = MaxPage)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(max, 1);
        lock (_lock)
        {
            // A cursor from before a restart points beyond what this process knows: it starts anew.
            var known = after > _count ? 0 : after;
            var first = Math.Max(known, _count - _ring.Length);
            var next = Math.Min(_count, first + Math.Min(max, MaxPage));
            var events = ImmutableArray.CreateBuilder<RecentEvent>((int)(next - first));
            for (var i = first; i < next; i++) events.Add(_ring[i % _ring.Length]);
            return new RecentEventPage(events.MoveToImmutable(), next, first - known);
        }
    }
}
