using System.Collections;
using System.Diagnostics.CodeAnalysis;

namespace Cocoon.Ton.Cells;

/// <summary>
/// A TVM dictionary (HashmapE n X) in memory, ordered by the bits of its keys. Written, it is bit for bit what a contract
/// makes of the same entries. Not thread-safe.
/// </summary>
/// <example><code>
/// var balances = new Hashmap&lt;AccountAddress, Nano&gt;(HashmapKey.Address, CellCodecs.Coins) { [alice] = new Nano(5) };
/// var cell = new CellBuilder().StoreMaybeRef(balances.ToCell()).Build();
/// var read = Hashmap&lt;AccountAddress, Nano&gt;.Load(cell.BeginParse().LoadMaybeRef(), HashmapKey.Address, CellCodecs.Coins);
/// </code></example>
[SuppressMessage("Naming", "CA1710", Justification = "The name in TL-B.")]
public sealed class Hashmap<TKey, TValue>(HashmapKey<TKey> keys, CellCodec<TValue> values) : IReadOnlyCollection<KeyValuePair<TKey, TValue>>
{
    private static readonly IComparer<byte[]> ByBits = Comparer<byte[]>.Create((left, right) => left.AsSpan().SequenceCompareTo(right));

    private readonly SortedDictionary<byte[], TValue> _entries = new(ByBits);

    public int Count => _entries.Count;

    /// <exception cref="KeyNotFoundException">Reading a key that is not there.</exception>
    /// <exception cref="CellFormatException">The key does not have the width of this dictionary's keys.</exception>
    public TValue this[TKey key]
    {
        get => TryGetValue(key, out var value) ? value : throw new KeyNotFoundException("The dictionary has no such key.");
        set => _entries[keys.ToBytes(key)] = value;
    }

    /// <summary>Reads a whole dictionary.</summary>
    /// <param name="root">Its root; null for an empty one, as <see cref="CellSlice.LoadMaybeRef"/> returns it.</param>
    /// <param name="keys">Its keys.</param>
    /// <param name="values">Its values.</param>
    /// <exception cref="CellFormatException">Not such a dictionary, pruned in part, or with more than 262,144 entries.</exception>
    public static Hashmap<TKey, TValue> Load(Cell? root, HashmapKey<TKey> keys, CellCodec<TValue> values)
    {
        var map = new Hashmap<TKey, TValue>(keys, values);
        foreach (var (key, value) in HashmapReader.Entries(root, keys.Bits)) map._entries.Add(key, values.Load(value));
        return map;
    }

    /// <summary>
    /// Looks one key up without reading the rest, which may be large or, in a proof, pruned.
    /// </summary>
    /// <exception cref="CellFormatException">Damaged on the way to the key, or pruned there.</exception>
    public static bool TryFind(Cell? root, HashmapKey<TKey> keys, CellCodec<TValue> values, TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        var found = HashmapReader.Find(root, keys.Bits, keys.ToBytes(key));
        value = found is null ? default : values.Load(found);
        return found is not null;
    }

    public bool TryGetValue(TKey key, [MaybeNullWhen(false)] out TValue value) => _entries.TryGetValue(keys.ToBytes(key), out value);

    public bool ContainsKey(TKey key) => _entries.ContainsKey(keys.ToBytes(key));

    /// <summary>False when there was no such key.</summary>
    public bool Remove(TKey key) => _entries.Remove(keys.ToBytes(key));

    /// <summary>The root, for <see cref="CellBuilder.StoreMaybeRef"/>; null when empty.</summary>
    /// <exception cref="CellFormatException">A value does not fit its cell.</exception>
    public Cell? ToCell() => new HashmapWriter<TValue>([.. _entries], keys.Bits, values.Store).Write();

    public IEnumerator<KeyValuePair<TKey, TValue>> GetEnumerator()
    {
        foreach (var (key, value) in _entries) yield return KeyValuePair.Create(keys.FromBytes(key), value);
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
