namespace Cocoon.Simulation.Economy;

/// <summary>What happens later, soonest first; events of one instant in the order they were added. Makes no garbage. Not thread-safe.</summary>
internal sealed class EventQueue
{
    private Entry[] _entries = new Entry[1_024];
    private int _count;
    private long _added;

    public int Count => _count;

    /// <param name="time">When, in ticks.</param>
    /// <param name="kind">What.</param>
    /// <param name="subject">Of whom.</param>
    /// <param name="version">Lets who takes it out see that it is of the past.</param>
    public void Add(long time, EventKind kind, int subject, int version = 0)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        var entry = new Entry(time, (_added++ << 4) | (long)kind, subject, version);
        var index = _count++;
        while (index > 0 && entry.IsBefore(in _entries[(index - 1) >> 2]))
        {
            _entries[index] = _entries[(index - 1) >> 2];
            index = (index - 1) >> 2;
        }

        _entries[index] = entry;
    }

    /// <summary>Takes the soonest event out.</summary>
    /// <returns>Whether there was one.</returns>
    public bool TryTake(out long time, out EventKind kind, out int subject, out int version)
    {
        if (_count == 0)
        {
            (time, kind, subject, version) = (0, default, 0, 0);
            return false;
        }

        ref readonly var soonest = ref _entries[0];
        (time, kind, subject, version) = (soonest.Time, (EventKind)(soonest.Order & 15), soonest.Subject, soonest.Version);
        var last = _entries[--_count];
        if (_count > 0) Sink(in last);
        return true;
    }

    // Four children a node: half the depth of a binary heap, and siblings share cache lines.
    private void Sink(in Entry entry)
    {
        var index = 0;
        while ((index << 2) + 1 is var child && child < _count)
        {
            var end = Math.Min(child + 4, _count);
            var best = child;
            for (var other = child + 1; other < end; other++)
                if (_entries[other].IsBefore(in _entries[best])) best = other;
            if (!_entries[best].IsBefore(in entry)) break;
            _entries[index] = _entries[best];
            index = best;
        }

        _entries[index] = entry;
    }

    private readonly record struct Entry(long Time, long Order, int Subject, int Version)
    {
        public bool IsBefore(in Entry other) => Time != other.Time ? Time < other.Time : Order < other.Order;
    }
}
