using System.Runtime.InteropServices;

namespace Cocoon.Core.Receipts;

/// <summary>
/// What rows of a table share, each value once, numbered in the order of first use. Rows beside one another mostly share the
/// same value, so the one found last is compared first: hashing accounts and price lists of each row was a third of what it
/// costs to store a busy channel.
/// </summary>
internal sealed class SharedValues<T> where T : notnull
{
    private readonly Dictionary<T, int> _indexes = [];
    private readonly List<T> _values = [];
    private int _last;

    /// <summary>In the order of their numbers.</summary>
    public IReadOnlyList<T> All => _values;

    /// <summary>The value's number, a new one if it has none yet.</summary>
    public int IndexOf(T value)
    {
        if (_last < _values.Count && EqualityComparer<T>.Default.Equals(_values[_last], value)) return _last;
        ref var index = ref CollectionsMarshal.GetValueRefOrAddDefault(_indexes, value, out var isKnown);
        if (!isKnown)
        {
            index = _values.Count;
            _values.Add(value);
        }
        return _last = index;
    }
}
