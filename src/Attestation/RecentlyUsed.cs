using System.Diagnostics.CodeAnalysis;

namespace Cocoon.Attestation;

/// <summary>The values used last, up to a number. Not thread-safe.</summary>
internal sealed class RecentlyUsed<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _byUse = [];

    public int Count => _nodes.Count;

    /// <summary>From the one used last to the one used longest ago.</summary>
    public IEnumerable<KeyValuePair<TKey, TValue>> Entries => _byUse;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_nodes.TryGetValue(key, out var node)) return false;
        _byUse.Remove(node);
        _byUse.AddFirst(node);
        value = node.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        Remove(key);
        _nodes[key] = _byUse.AddFirst(KeyValuePair.Create(key, value));
        if (_nodes.Count > capacity) Remove(_byUse.Last!.Value.Key);
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var node)) _byUse.Remove(node);
    }
}
