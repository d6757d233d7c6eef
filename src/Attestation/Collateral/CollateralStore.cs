namespace Cocoon.Attestation.Collateral;

/// <summary>What is at hand, what nobody has, and what is being looked for; each bounded. Thread-safe, waits for nothing.</summary>
internal sealed class CollateralStore(CollateralOptions options, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly RecentlyUsed<CollateralKey, (CollateralNeed Need, HeldCollateral Held)> _held = new(options.Capacity);
    private readonly RecentlyUsed<CollateralNeed, DateTimeOffset> _absentUntil = new(options.Capacity);
    private readonly Dictionary<CollateralNeed, TaskCompletionSource> _underWay = [];

    public int Count
    {
        get
        {
            lock (_gate) return _held.Count;
        }
    }

    public int Absent
    {
        get
        {
            lock (_gate) return _absentUntil.Count;
        }
    }

    public CollateralItem? Find(CollateralKey key)
    {
        lock (_gate) return _held.TryGet(key, out var found) ? found.Held.Item : null;
    }

    /// <summary>Decides what to do about a document.</summary>
    public CollateralLookup Look(CollateralNeed need)
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            var held = _held.TryGet(need.Key, out var found) ? found.Held : null;
            if (held is not null && now < held.RefreshAt) return new CollateralLookup(held, null, false, 0);
            if (held is null && _absentUntil.TryGet(need, out var until) && now < until) return default;
            if (_underWay.TryGetValue(need, out var flight)) return new CollateralLookup(held, flight, false, 0);
            if (_underWay.Count >= options.MaxWaiting) return new CollateralLookup(held, null, false, _underWay.Count);
            _underWay[need] = flight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return new CollateralLookup(held, flight, true, 0);
        }
    }

    /// <summary>Ends a search.</summary>
    /// <returns>Whether the document at hand is another one than before.</returns>
    public bool Settle(CollateralNeed need, HeldCollateral? found)
    {
        lock (_gate)
        {
            _underWay.Remove(need);
            var held = _held.TryGet(need.Key, out var before) ? before.Held : null;
            // Somebody with another need for the same document may have been faster.
            if (found is not null && held is not null && found.Window.IsOlderThan(held.Window)) found = null;
            if (found is null && held is null)
            {
                _absentUntil.Set(need, time.GetUtcNow() + options.AbsentFor);
                return false;
            }
            var isNew = found is not null && found.Item.Hash != held?.Item.Hash;
            // The same bytes stay the same object, which verifiers know what they read of.
            if (found is not null && !isNew) found = found with { Item = held!.Item };
            _held.Set(need.Key, (need, found ?? held! with { RefreshAt = time.GetUtcNow() + options.RetryAfter }));
            return isNew;
        }
    }

    /// <summary>Documents whose time to be refreshed has come.</summary>
    public CollateralNeed[] Due()
    {
        lock (_gate)
        {
            var now = time.GetUtcNow();
            return [.. _held.Entries.Select(entry => entry.Value).Where(each => now >= each.Held.RefreshAt).Select(each => each.Need)];
        }
    }
}
