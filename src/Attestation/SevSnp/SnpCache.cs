using System.Diagnostics.CodeAnalysis;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.SevSnp;

/// <summary>Keeps the values used last, up to a number, and disposes of those it drops. Thread-safe.</summary>
internal sealed class SnpCache<T>(int capacity)
    where T : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HexBytes, LinkedListNode<(HexBytes Key, T Value)>> _nodes = [];
    private readonly LinkedList<(HexBytes Key, T Value)> _byUse = [];

    public int Count
    {
        get { lock (_gate) return _nodes.Count; }
    }

    public bool TryGet(HexBytes key, [NotNullWhen(true)] out T? value)
    {
        lock (_gate)
        {
            value = _nodes.TryGetValue(key, out var node) ? node.Value.Value : null;
            if (node is null) return false;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            return value is not null;
        }
    }

    /// <summary>Keeps a value, which the cache owns from now on.</summary>
    public void Put(HexBytes key, T value)
    {
        List<T> dropped = [];
        lock (_gate)
        {
            if (_nodes.Remove(key, out var old)) Drop(old, dropped);
            _nodes[key] = _byUse.AddFirst((key, value));
            while (_nodes.Count > capacity)
            {
                _nodes.Remove(_byUse.Last!.Value.Key);
                Drop(_byUse.Last, dropped);
            }
        }
        foreach (var each in dropped.OfType<IDisposable>()) each.Dispose();
    }

    private void Drop(LinkedListNode<(HexBytes Key, T Value)> node, List<T> dropped)
    {
        _byUse.Remove(node);
        dropped.Add(node.Value.Value);
    }
}
