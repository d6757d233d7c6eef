using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;

namespace Cocoon.Grains.Market;

/// <summary>Offers in memory, dropped when they are not announced again in time. Limit: <see cref="MaxOffers"/>.</summary>
public sealed class MarketGrain(TimeProvider time) : Grain, IMarketGrain
{
    /// <summary>Providers of one model that an index holds.</summary>
    public const int MaxOffers = 10_000;

    private ImmutableDictionary<AccountAddress, RoutableOffer> _offers = ImmutableDictionary<AccountAddress, RoutableOffer>.Empty;

    public Task Announce(RoutableOffer offer)
    {
        if (offer.Offer.Model != this.GetPrimaryKeyString())
            throw new RefusedException(RefusalCode.OfferInvalid, "The offer is for another model.");
        if (_offers.Count >= MaxOffers && !_offers.ContainsKey(offer.Provider)) DropStale();
        if (_offers.Count >= MaxOffers && !_offers.ContainsKey(offer.Provider))
            throw new RefusedException(RefusalCode.OfferInvalid, $"The market lists at most {MaxOffers} providers of a model.");
        _offers = _offers.SetItem(offer.Provider, offer);
        return Task.CompletedTask;
    }

    public Task Withdraw(AccountAddress provider)
    {
        _offers = _offers.Remove(provider);
        return Task.CompletedTask;
    }

    public Task<ImmutableList<RoutableOffer>> Snapshot()
    {
        DropStale();
        return Task.FromResult(_offers.Values.ToImmutableList());
    }

    private void DropStale()
    {
        var now = time.GetUtcNow();
        _offers = _offers.RemoveRange(_offers.Values.Where(offer => offer.FreshUntil <= now).Select(offer => offer.Provider));
    }
}
