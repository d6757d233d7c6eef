using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>One model of a provider as a router sees it.</summary>
/// <param name="Model">Model id.</param>
/// <param name="IsListed">Whether the registry lists it with the weights that are offered.</param>
/// <param name="Offers">All offers of it, the provider's own among them.</param>
/// <param name="AvoidedUntil">Until when the router keeps away from the provider; null for not.</param>
/// <param name="Reference">What was paid for it lately, in the middle; null where that is not known.</param>
public sealed record ModelOnMarket(
    string Model, bool IsListed, IReadOnlyList<RoutableOffer> Offers, DateTimeOffset? AvoidedUntil, PriceList? Reference)
{
    /// <summary>What was settled of it lately, by tier; empty where nothing was, or it is not known.</summary>
    public IReadOnlyList<TierVolume> Sold { get; init; } = [];

    /// <summary>What an offer of this model would have earned in the last day; null where that cannot be judged.</summary>
    /// <param name="provider">Whose offer: what is on the market of it is not counted against it.</param>
    /// <param name="prices">What it asks.</param>
    /// <param name="slots">Jobs at once, at least 1.</param>
    /// <param name="tier">Its tier.</param>
    /// <param name="feeBps">The market's share in basis points.</param>
    public IncomeEstimate? Income(AccountAddress provider, PriceList prices, int slots, Tier tier, int feeBps) =>
        IncomeEstimate.Of(prices, slots, tier, Offers.Where(offer => offer.Provider != provider), Sold, feeBps);
}
