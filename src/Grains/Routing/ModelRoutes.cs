using System.Collections.Concurrent;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;

namespace Cocoon.Grains.Routing;

/// <summary>What this process has seen of one model's providers, and its table of their offers. Thread-safe.</summary>
internal sealed class ModelRoutes(TimeProvider time)
{
    /// <summary>Making a table of more offers than this is not for every change.</summary>
    private const int SmallTable = 512;

    private static readonly TimeSpan LargeTableAge = TimeSpan.FromMilliseconds(500);

    /// <summary>What was learned from answers that went well may wait so long.</summary>
    private static readonly TimeSpan LearnedAge = TimeSpan.FromSeconds(5);

    /// <summary>
    /// How long a refusal counts without news. A slot that was taken and given back between two things that the market was told
    /// is news to nobody, and the next announcement may be seconds away.
    /// </summary>
    private static readonly TimeSpan RefusalLife = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly Dictionary<AccountAddress, long> _refusedAt = [];
    private readonly Queue<(AccountAddress Provider, long At)> _refusals = new();
    private readonly ConcurrentDictionary<AccountAddress, Seen> _seen = new();
    private readonly LatencyHistogram _firstTokens = new();
    private OfferTable? _table;
    private OfferView? _view;
    private long _builtAt;
    private bool _isDirty;
    private bool _hasLearned;

    /// <summary>The offers with all that is known of them: loads in place, anew when offers or prices have changed or somebody has failed.</summary>
    public OfferTable Table(OfferView view)
    {
        lock (_gate)
        {
            if (_table is not null && !ReferenceEquals(view, _view)) _isDirty |= !TryTake(_table, view);
            _view = view;
            Forgive();
            if (_table is not null && !IsDue(_table)) return _table;
            (_isDirty, _hasLearned, _builtAt) = (false, false, time.GetTimestamp());
            return _table = OfferTable.Build(view.List, Sight, time.GetUtcNow());
        }
    }

    /// <summary>It had no slot for a job that somebody waits for, whatever was told of it. That counts for half a second, or until there is news.</summary>
    public void Refused(AccountAddress provider)
    {
        lock (_gate)
        {
            if (_table?.RowOf(provider) is not (>= 0 and var row)) return;
            _table.Refused(row);
            var at = time.GetTimestamp();
            _refusedAt[provider] = at;
            _refusals.Enqueue((provider, at));
        }
    }

    public ProviderHealth? HealthOf(AccountAddress provider) => _seen.TryGetValue(provider, out var seen) ? seen.Health : null;

    public void Took(AccountAddress provider)
    {
        lock (_gate)
        {
            Of(provider).InFlight++;
            if (_table?.RowOf(provider) is >= 0 and var row) _table.Took(row);
        }
    }

    public void Gave(AccountAddress provider)
    {
        lock (_gate)
        {
            Of(provider).InFlight--;
            if (_table?.RowOf(provider) is >= 0 and var row) _table.Gave(row);
        }
    }

    public void Succeeded(AccountAddress provider, TimeSpan toFirstToken, double? tokensPerSecond)
    {
        lock (_gate)
        {
            var seen = Of(provider);
            seen.Health = seen.Health.Succeeded(toFirstToken.TotalMilliseconds, tokensPerSecond);
            _hasLearned = true;
        }
    }

    public void Failed(AccountAddress provider)
    {
        lock (_gate)
        {
            var seen = Of(provider);
            seen.Health = seen.Health.Failed(time.GetUtcNow());
            _isDirty = true;
        }
    }

    public void Began(TimeSpan toFirstToken)
    {
        lock (_gate) _firstTokens.Add(toFirstToken);
    }

    public TimeSpan? FirstTokenQuantile(double share)
    {
        lock (_gate) return _firstTokens.Quantile(share);
    }

    /// <summary>Refusals of long ago count no more, unless the same provider has refused again.</summary>
    private void Forgive()
    {
        while (_refusals.TryPeek(out var refusal) && time.GetElapsedTime(refusal.At) >= RefusalLife)
        {
            _refusals.Dequeue();
            if (_refusedAt.GetValueOrDefault(refusal.Provider) != refusal.At) continue;
            _refusedAt.Remove(refusal.Provider);
            if (_table?.RowOf(refusal.Provider) is >= 0 and var row) _table.Forgive(row);
        }
    }

    private bool IsDue(OfferTable table) =>
        (_isDirty && (table.Count <= SmallTable || time.GetElapsedTime(_builtAt) >= LargeTableAge)) || (_hasLearned && time.GetElapsedTime(_builtAt) >= LearnedAge);

    /// <summary>Takes news into a table as far as that goes in place.</summary>
    /// <returns>Whether that was all there was.</returns>
    private static bool TryTake(OfferTable table, OfferView view)
    {
        var (isAll, known) = (true, 0);
        foreach (var offer in view.Offers.Values)
        {
            var row = table.RowOf(offer.Provider);
            if (row >= 0) known++;
            isAll &= row >= 0 && table.TryRenew(row, offer);
        }
        if (known == table.Count) return isAll;
        for (var row = 0; row < table.Count; row++)
            if (!view.Offers.ContainsKey(table[row].Provider)) table.Withdraw(row);
        return false;
    }

    private OfferSight Sight(RoutableOffer offer) => _seen.TryGetValue(offer.Provider, out var seen) ? seen.Health.Sight(seen.InFlight) : OfferSight.None;

    private Seen Of(AccountAddress provider)
    {
        // As many as an index lists; who has no job running here is forgotten first.
        if (_seen.Count >= OfferIndex.MaxOffers && !_seen.ContainsKey(provider))
            foreach (var idle in _seen.Where(static entry => entry.Value.InFlight <= 0).ToList()) _seen.TryRemove(idle.Key, out _);
        return _seen.GetOrAdd(provider, static _ => new Seen());
    }

    private sealed class Seen
    {
        public ProviderHealth Health { get; set; } = ProviderHealth.Unknown;

        public int InFlight { get; set; }
    }
}
