using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Quotes;

namespace Cocoon.Core.Providers;

/// <summary>Quotes. They live beside the stored state, in memory.</summary>
public static partial class Provider
{
    /// <summary>Gives a quote: the prices of this moment, bound for <see cref="PriceQuote.Life"/>.</summary>
    public static Step<QuoteBook> Quote(ProviderState state, QuoteBook quotes, QuoteRequest request, DateTimeOffset now)
    {
        if (!state.IsRegistered) return Step<QuoteBook>.Refuse(RefusalCode.ProviderUnknown, "This provider has not registered.");
        if (!request.Client.IsSet || request.Nonce.Length != QuoteId.NonceLength || request.MaxPromptTokens < 0 || request.MaxCompletionTokens < 0)
            return Step<QuoteBook>.Refuse(RefusalCode.RequestRefused, $"A quote needs a client, bounds of tokens of zero or more, and a nonce of {QuoteId.NonceLength} bytes.");
        if (Unsold(state, request.Model, request.Class, now) is { } unsold) return Step<QuoteBook>.Refuse(unsold.Code, unsold.Message);
        var offer = Effective(state, request.Model)!;
        return Unfit(state, offer, request.Tokens, request.LeastTier, now) is { } unfit
            ? Step<QuoteBook>.Refuse(unfit.Code, unfit.Message)
            : quotes.Issue(state.Id, request, offer.PricesFor(request.Class)!, now);
    }

    /// <summary>Answers a bid for an open quote (<see cref="Negotiation"/>). Who has told no floor sells at its prices; batch prices are no matter of negotiation.</summary>
    /// <param name="state">The twin.</param>
    /// <param name="quotes">Its quotes.</param>
    /// <param name="id">The quote.</param>
    /// <param name="client">Who bids.</param>
    /// <param name="bid">What it would pay.</param>
    /// <param name="utilisation">A model's utilisation in thousandths.</param>
    /// <param name="now">The time.</param>
    public static Step<QuoteBook> Counter(ProviderState state, QuoteBook quotes, HexBytes id, AccountAddress client, PriceList bid, Func<string, int> utilisation, DateTimeOffset now)
    {
        if (!bid.IsValid) return Step<QuoteBook>.Refuse(RefusalCode.AmountInvalid, "Prices are zero or more.");
        return quotes.Counter(id, client, quote => Negotiation.Answer(quote.Prices, FloorOf(state, quote) ?? quote.Prices, bid, utilisation(quote.Request.Model)), now);
    }

    private static PriceList? FloorOf(ProviderState state, PriceQuote quote) => quote.Request.Class == JobClass.Batch
        ? null
        : state.TermsOf(quote.Request.Model)?.Floor ?? state.Offers.GetValueOrDefault(quote.Request.Model)?.Floor;
}
