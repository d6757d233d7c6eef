using System.Collections.Immutable;

namespace Cocoon.Admin.Market;

/// <summary>So many entries and no more: the one that was not changed for the longest time makes room. Immutable.</summary>
public sealed class Recent<TKey, TValue> where TKey : notnull
{
    private readonly int _capacity;
    private readonly ImmutableDictionary<TKey, (TValue Value, long Order)> _entries;
    private readonly ImmutableSortedDictionary<long, TKey> _order;
    private readonly long _next;

    /// <param name="capacity">Most entries, at least 1.</param>
    public Recent(int capacity)
        : this(capacity, ImmutableDictionary<TKey, (TValue, long)>.Empty, ImmutableSortedDictionary<long, TKey>.Empty, 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity, 1);
    }

    private Recent(int capacity, ImmutableDictionary<TKey, (TValue, long)> entries, ImmutableSortedDictionary<long, TKey> order, long next) =>
        (_capacity, _entries, _order, _next) = (capacity, entries, order, next);

    public int Count => _entries.Count;

    /// <summary>The entries, the one changed last first.</summary>
    public IEnumerable<TValue> Newest => _order.Reverse().Select(place => _entries[place.Value].Value);

    public TValue? Find(TKey key) => _entries.TryGetValue(key, out var entry) ? entry.Value : default;

    /// <summary>Adds or changes an entry.</summary>
    /// <param name="key">Which.</param>
    /// <param name="change">Makes the new value of the old one, which is the default for a new entry.</param>
    public Recent<TKey, TValue> With(TKey key, Func<TValue?, TValue> change)
    {
        var order = _order;
        var entries = _entries;
        if (entries.TryGetValue(key, out var known)) order = order.Remove(known.Order);
        else if (entries.Count >= _capacity)
        {
            var oldest = order.First();
            (entries, order) = (entries.Remove(oldest.Value), order.Remove(oldest.Key));
        }
        return new(_capacity, entries.SetItem(key, (change(known.Value), _next)), order.Add(_next, key), _next + 1);
    }
}
