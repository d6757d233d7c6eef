using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Collateral;

/// <summary>The documents one verdict may use. Immutable: whoever refreshes makes a new one.</summary>
public sealed class CollateralSnapshot
{
    private readonly ImmutableSortedDictionary<CollateralKey, CollateralItem> _items;

    public CollateralSnapshot(IEnumerable<CollateralItem> items)
    {
        _items = ImmutableSortedDictionary.CreateRange(CollateralKey.Order, items.Select(item => KeyValuePair.Create(item.Key, item)));
        Hash = HashOf(_items.Values);
    }

    public static CollateralSnapshot Empty { get; } = new([]);

    public IEnumerable<CollateralItem> Items => _items.Values;

    /// <summary>SHA-256 over keys and hashes of all documents, in order: names this snapshot in results and caches.</summary>
    public HexBytes Hash { get; }

    public CollateralItem? Find(CollateralKind kind, string id = "") => _items.GetValueOrDefault(new CollateralKey(kind, id));

    /// <summary>This snapshot with documents added or replaced.</summary>
    public CollateralSnapshot With(params IEnumerable<CollateralItem> items) => new(_items.Values.Concat(items).GroupBy(item => item.Key).Select(same => same.Last()));

    private static HexBytes HashOf(IEnumerable<CollateralItem> items)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var item in items) hash.AppendData(Encoding.UTF8.GetBytes($"{(int)item.Key.Kind}\n{item.Key.Id}\n{item.Hash}\n"));
        return new HexBytes(hash.GetHashAndReset());
    }
}
