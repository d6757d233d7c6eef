namespace Cocoon.Simulation.Runtime;

/// <summary>What happens later, soonest first; events of one instant in the order they were added. Not thread-safe.</summary>
internal sealed class EventHeap
{
    private Entry[] _entries = new Entry[1_024];
    private int _count;
    private long _added;

    public int Count => _count;

    public long SoonestTime => _entries[0].Time;

    public void Add(long time, Action<object?> action, object? state)
    {
        if (_count == _entries.Length) Array.Resize(ref _entries, _count * 2);
        var entry = new Entry(time, _added++, action, state);
        var index = _count++;
        while (index > 0 && entry.IsBefore(_entries[(index - 1) >> 2]))
        {
            _entries[index] = _entries[(index - 1) >> 2];
            index = (index - 1) >> 2;
        }

        _entries[index] = entry;
    }

    /// <summary>Takes the soonest event out.</summary>
    public (Action<object?> Action, object? State) Take()
    {
        var soonest = _entries[0];
        var last = _entries[--_count];
        _entries[_count] = default;
        if (_count > 0) Sink(last);
        return (soonest.Action, soonest.State);
    }

    // Four children a node: half the depth of a binary heap, and siblings share cache lines.
    private void Sink(Entry entry)
    {
        var index = 0;
        while ((index << 2) + 1 is var child && child < _count)
        {
            var end = Math.Min(child + 4, _count);
            var best = child;
            for (var other = child + 1; other < end; other++)
                if (_entries[other].IsBefore(_entries[best])) best = other;
            if (!_entries[best].IsBefore(entry)) break;
            _entries[index] = _entries[best];
            index = best;
        }

        _entries[index] = entry;
    }

    private readonly record struct Entry(long Time, long Number, Action<object?> Action, object? State)
    {
        public bool IsBefore(Entry other) => Time != other.Time ? Time < other.Time : Number < other.Number;
    }
}
