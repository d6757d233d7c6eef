using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Gateway.Market;
using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Providers;

/// <summary>What this gateway's router sees of a provider's models, and what was settled of them. Thread-safe.</summary>
internal sealed class ProviderMarket(MarketCache market, OfferBook offers, ReferenceCache references, RouteBook seen, TimeProvider time)
{
    public async Task<ImmutableList<ModelOnMarket>> Of(ProviderFacts facts)
    {
        var models = ImmutableList.CreateBuilder<ModelOnMarket>();
        foreach (var own in facts.Models) models.Add(await Of(facts.Provider, own.Offer.Model, own.Offer.WeightHash));
        return models.ToImmutable();
    }

    /// <param name="provider">Who looks.</param>
    /// <param name="model">Model id, listed or not.</param>
    /// <param name="weights">What the provider serves under it; null for what the registry lists.</param>
    public async Task<ModelOnMarket> Of(AccountAddress provider, string model, HexBytes? weights = null)
    {
        // Only what the registry lists is asked for: anything else would have everybody follow models that are none.
        var (rules, now) = (await market.Parameters(), time.GetUtcNow());
        if (!rules.Models.TryGetValue(model, out var listed)) return new ModelOnMarket(model, false, [], null, null);
        var (all, settled) = (await offers.Of(model), await references.Of(model));
        return new ModelOnMarket(
            model, listed == (weights ?? listed), [.. all.List.Where(offer => offer.FreshUntil > now)], seen.HealthOf(provider, model)?.EjectedUntil, settled?.List)
        {
            Sold = settled?.Volumes ?? [],
        };
    }

    public Task<MarketParameters> Rules() => market.Parameters();
}
