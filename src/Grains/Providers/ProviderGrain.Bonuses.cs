using System.Collections.Immutable;
using Cocoon.Core.Market;
using Cocoon.Grains.Market;

namespace Cocoon.Grains.Providers;

/// <summary>What a lease earns on top of its pay. It is known when a lease is asked for, so that asking costs no call.</summary>
public sealed partial class ProviderGrain
{
    /// <summary>Offers of each model on the market, as its index said at the last announcement; none for a twin that has not announced itself yet.</summary>
    private ImmutableDictionary<string, int> _offersOnMarket = ImmutableDictionary<string, int>.Empty;

    private int BonusOf(string model, int feeBps) => Bonuses.Of(market.Incentives, _offersOnMarket.GetValueOrDefault(model), State.JoinedAt, feeBps);

    /// <summary>Only where the registry pays for it: silos of before do not know the call, and such a registry waits for the last of them.</summary>
    private async Task CountOffers(string model, IMarketGrain index)
    {
        if (market.Incentives is not { ColdBonusBps: > 0, ColdProviders: > 0 }) return;
        var offers = await index.Count();
        _offersOnMarket = _offersOnMarket.SetItem(model, offers);
    }
}
