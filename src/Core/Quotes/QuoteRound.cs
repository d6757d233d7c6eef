using System.Collections.Immutable;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Quotes;

/// <summary>One request for quotes to several providers. Pure.</summary>
public static class QuoteRound
{
    /// <summary>Providers that are asked in one round.</summary>
    public const int MaxAsked = 8;

    /// <summary>Whom to ask: of the suitable offers those with a free slot first, the cheapest of them first, then the one of better reputation.</summary>
    public static ImmutableList<RoutableOffer> Choose(IEnumerable<RoutableOffer> offers, QuoteRequest request, DateTimeOffset now) =>
    [
        .. offers.Where(offer => offer.FreshUntil > now && offer.Tier.Satisfies(request.LeastTier) && request.Tokens <= offer.Offer.ContextLength && offer.Offer.PricesFor(request.Class) is not null)
            .OrderByDescending(static offer => offer.InUse < offer.Offer.Slots)
            .ThenBy(offer => offer.Offer.PricesFor(request.Class)!.MaxCharge(request.MaxPromptTokens, request.MaxCompletionTokens))
            .ThenByDescending(static offer => offer.Reputation ?? 0)
            .ThenBy(static offer => offer.Provider)
            .Take(MaxAsked),
    ];

    /// <summary>The one candidate of a job that has a quote: its provider's offer, at the quote's prices.</summary>
    /// <returns>Null where the provider is not on the market now.</returns>
    public static RoutableOffer? Candidate(IEnumerable<RoutableOffer> offers, PriceQuote quote) => offers.FirstOrDefault(offer => offer.Provider == quote.Provider) is { } found
        ? found with { Offer = found.Offer with { Prices = quote.Prices, BatchPrices = quote.Prices } }
        : null;
}
