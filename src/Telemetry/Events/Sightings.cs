using System.Collections.Concurrent;

namespace Cocoon.Telemetry.Events;

/// <summary>
/// The last thing shown of each of a bounded number of keys; what is not shown again in time is forgotten. Thread-safe.
/// </summary>
/// <param name="time">Tells how old a sighting is.</param>
/// <param name="life">How long one counts.</param>
/// <param name="max">Keys kept; further ones are not taken until others are forgotten.</param>
internal sealed class Sightings<TKey, TValue>(TimeProvider time, TimeSpan life, int max) where TKey : notnull
{
    private readonly ConcurrentDictionary<TKey, (TValue Value, long At)> _seen = new();
    private int _count;

    public void See(TKey key, TValue value)
    {
        var entry = (value, time.GetTimestamp());
        if (_seen.ContainsKey(key)) _seen[key] = entry;
        else if (Volatile.Read(ref _count) < max && _seen.TryAdd(key, entry)) Interlocked.Increment(ref _count);
    }

    /// <summary>What counts now. Forgets the rest.</summary>
    public List<KeyValuePair<TKey, TValue>> Current()
    {
        var current = new List<KeyValuePair<TKey, TValue>>();
        foreach (var (key, entry) in _seen)
        {
            if (time.GetElapsedTime(entry.At) <= life) current.Add(KeyValuePair.Create(key, entry.Value));
            else if (_seen.TryRemove(KeyValuePair.Create(key, entry))) Interlocked.Decrement(ref _count);
        }
        return current;
    }
}
