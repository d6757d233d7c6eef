using System.Diagnostics.CodeAnalysis;

namespace Cocoon.RaTls.Verdicts;

/// <summary>A map that forgets what was used longest ago when it is full. Not thread-safe.</summary>
internal sealed class BoundedMap<TKey, TValue>(int capacity)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _nodes = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _byUse = [];

    public int Count => _nodes.Count;

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        value = default;
        if (!_nodes.TryGetValue(key, out var node)) return false;
        _byUse.Remove(node);
        _byUse.AddLast(node);
        value = node.Value.Value;
        return true;
    }

    public void Set(TKey key, TValue value)
    {
        Remove(key);
        if (_nodes.Count == capacity) Remove(_byUse.First!.Value.Key);
        _nodes[key] = _byUse.AddLast(KeyValuePair.Create(key, value));
    }

    public void Remove(TKey key)
    {
        if (_nodes.Remove(key, out var node)) _byUse.Remove(node);
    }
}
