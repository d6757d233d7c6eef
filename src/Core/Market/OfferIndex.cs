using System.Collections.Immutable;
using Cocoon.Core.Accounts;

namespace Cocoon.Core.Market;

/// <summary>
/// One model's offers in the order of their last change, so that routers can be told of what is new alone. Withdrawn ones are
/// remembered for a while, to be told of too. Memory: <see cref="MaxOffers"/> offers and as many withdrawals. Not thread-safe.
/// </summary>
/// <param name="life">A random number that tells this index from the one that was here before; 1 to <see cref="MaxLife"/>.</param>
public sealed class OfferIndex(int life)
{
    /// <summary>Providers of one model that an index holds.</summary>
    public const int MaxOffers = 10_000;

    /// <summary>Most changes told at once.</summary>
    public const int MaxPage = 2_000;

    public const int MaxLife = (1 << (63 - CounterBits)) - 1;

    private const int CounterBits = 40;

    private readonly Dictionary<AccountAddress, LinkedListNode<Change>> _byProvider = [];
    private readonly LinkedList<Change> _changes = new();
    private int _gone;
    private long _forgotten = First(life);

    /// <summary>Offers in the index.</summary>
    public int Count => _byProvider.Count - _gone;

    /// <summary>Grows with each change; 0 is older than any.</summary>
    public long Version { get; private set; } = First(life);

    /// <summary>Slots that no job has.</summary>
    public int FreeSlots => Offers().Sum(static offer => Math.Max(0, offer.Offer.Slots - offer.InUse));

    /// <summary>Adds or renews an offer.</summary>
    /// <returns>False when the index is full.</returns>
    public bool TryPut(RoutableOffer offer, DateTimeOffset now)
    {
        if (Count >= MaxOffers && Find(offer.Provider) is null) DropStale(now);
        if (Count >= MaxOffers && Find(offer.Provider) is null) return false;
        Set(offer.Provider, offer);
        return true;
    }

    /// <summary>Corrects how many slots of an offer are in use.</summary>
    /// <returns>Whether that changed anything.</returns>
    public bool Use(AccountAddress provider, int inUse)
    {
        if (Find(provider) is not { } offer || offer.InUse == inUse) return false;
        Set(provider, offer with { InUse = inUse });
        return true;
    }

    /// <returns>Whether there was an offer.</returns>
    public bool Remove(AccountAddress provider)
    {
        if (Find(provider) is null) return false;
        Set(provider, null);
        if (_gone > MaxOffers) ForgetGone();
        return true;
    }

    /// <summary>Takes out what was not announced again in time. Routers see for themselves that it is stale.</summary>
    public void DropStale(DateTimeOffset now)
    {
        foreach (var stale in Offers().Where(offer => offer.FreshUntil <= now).ToList()) Remove(stale.Provider);
    }

    /// <summary>All offers, in no order that means anything.</summary>
    public ImmutableList<RoutableOffer> All() => [.. Offers()];

    /// <summary>The oldest changes since a version, at most <see cref="MaxPage"/> of them.</summary>
    /// <param name="since">A version that was told before; any other number for all offers.</param>
    public OfferChanges Since(long since)
    {
        var isKnown = since >= _forgotten && since <= Version;
        var from = isKnown ? since : First(life);
        var node = _changes.Last;
        for (var older = node; older is not null && older.Value.Version > from; older = older.Previous) node = older;
        if (node is null || node.Value.Version <= from) return new OfferChanges(Version, !isKnown, [], [], false);
        var (offers, gone) = (ImmutableList.CreateBuilder<RoutableOffer>(), ImmutableList.CreateBuilder<AccountAddress>());
        var last = from;
        for (var count = 0; node is not null && count < MaxPage; node = node.Next, count++)
        {
            last = node.Value.Version;
            if (node.Value.Offer is { } offer) offers.Add(offer);
            else gone.Add(node.Value.Provider);
        }
        return new OfferChanges(last, !isKnown, offers.ToImmutable(), gone.ToImmutable(), node is not null);
    }

    private static long First(int life) => life is >= 1 and <= MaxLife ? (long)life << CounterBits : throw new ArgumentOutOfRangeException(nameof(life));

    private IEnumerable<RoutableOffer> Offers() => _changes.Select(static change => change.Offer).OfType<RoutableOffer>();

    private RoutableOffer? Find(AccountAddress provider) => _byProvider.TryGetValue(provider, out var node) ? node.Value.Offer : null;

    private void Set(AccountAddress provider, RoutableOffer? offer)
    {
        var change = new Change(provider, offer, ++Version);
        if (_byProvider.TryGetValue(provider, out var node))
        {
            if (node.Value.Offer is null) _gone--;
            node.Value = change;
            _changes.Remove(node);
            _changes.AddLast(node);
        }
        else _byProvider[provider] = _changes.AddLast(change);
        if (offer is null) _gone++;
    }

    /// <summary>Who asks with a version from before these withdrawals is told of all offers.</summary>
    private void ForgetGone()
    {
        for (var node = _changes.First; node is not null;)
        {
            var next = node.Next;
            if (node.Value.Offer is null)
            {
                _forgotten = node.Value.Version;
                _byProvider.Remove(node.Value.Provider);
                _changes.Remove(node);
            }
            node = next;
        }
        _gone = 0;
    }

    private readonly record struct Change(AccountAddress Provider, RoutableOffer? Offer, long Version);
}
