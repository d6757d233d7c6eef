using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;

namespace Cocoon.Gateway.Providers;

/// <summary>One model of a provider's status.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Prices">What the provider asks.</param>
/// <param name="Slots">Jobs at once.</param>
/// <param name="InUse">Of them taken now.</param>
/// <param name="OnMarket">Whether routers see the offer.</param>
/// <param name="Offers">All offers of the model.</param>
/// <param name="Cheapest">What the cheapest other offer asks, by its prompt price; null without others.</param>
/// <param name="Reputation">0 to 1,000; null where nothing is known.</param>
/// <param name="Income">What it would have earned in the last day, as settled; null where that cannot be judged.</param>
internal sealed record ModelAnswer(string Model, PriceList Prices, int Slots, int InUse, bool OnMarket, int Offers, PriceList? Cheapest, int? Reputation, IncomeEstimate? Income)
{
    public static ModelAnswer Of(ProviderFacts facts, ModelOnMarket model, int feeBps)
    {
        var mine = facts.Models.Find(own => own.Offer.Model == model.Model)!;
        var own = model.Offers.FirstOrDefault(offer => offer.Provider == facts.Provider);
        var cheapest = model.Offers.Where(offer => offer.Provider != facts.Provider)
            .Select(static offer => offer.Offer.Prices).OrderBy(static prices => prices.Prompt).ThenBy(static prices => prices.Completion).FirstOrDefault();
        var income = facts.Tier is { } tier ? model.Income(facts.Provider, mine.Offer.Prices, mine.Offer.Slots, tier, feeBps) : null;
        return new ModelAnswer(model.Model, mine.Offer.Prices, mine.Offer.Slots, mine.InUse, own is not null, model.Offers.Count, cheapest, own?.Reputation, income);
    }
}
