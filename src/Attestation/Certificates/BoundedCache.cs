using System.Diagnostics.CodeAnalysis;

namespace Cocoon.Attestation.Certificates;

/// <summary>
/// Keeps the values used last, and disposes of those it lets go: values must stay usable for whoever still holds them.
/// Thread-safe.
/// </summary>
/// <param name="capacity">Most entries.</param>
internal sealed class BoundedCache<TKey, TValue>(int capacity)
    where TKey : notnull
    where TValue : class
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<KeyValuePair<TKey, TValue>>> _entries = [];
    private readonly LinkedList<KeyValuePair<TKey, TValue>> _byUse = new();

    public int Count
    {
        get
        {
            lock (_gate) return _entries.Count;
        }
    }

    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            value = null;
            if (!_entries.TryGetValue(key, out var node)) return false;
            _byUse.Remove(node);
            _byUse.AddFirst(node);
            value = node.Value.Value;
            return true;
        }
    }

    /// <returns>What is kept under the key: another thread may have been first.</returns>
    public TValue Add(TKey key, TValue value)
    {
        TValue? spare = null;
        try
        {
            lock (_gate)
            {
                if (_entries.TryGetValue(key, out var first))
                {
                    spare = value;
                    return first.Value.Value;
                }
                _entries.Add(key, _byUse.AddFirst(KeyValuePair.Create(key, value)));
                if (_entries.Count <= capacity) return value;
                var last = _byUse.Last!.Value;
                _byUse.RemoveLast();
                _entries.Remove(last.Key);
                spare = last.Value;
                return value;
            }
        }
        finally
        {
            (spare as IDisposable)?.Dispose();
        }
    }
}
