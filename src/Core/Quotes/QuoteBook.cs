using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;

namespace Cocoon.Core.Quotes;

/// <summary>The quotes that a provider has given and that still bind it, or did a minute ago. Immutable; lives in memory only, so that a provider's twin that is lost loses them.</summary>
public sealed class QuoteBook
{
    /// <summary>Quotes that one provider remembers.</summary>
    public const int MaxQuotes = 4_096;

    /// <summary>Open quotes of one account with one provider.</summary>
    public const int MaxPerAccount = 16;

    public static readonly QuoteBook Empty = new(ImmutableDictionary<HexBytes, PriceQuote>.Empty);

    /// <summary>What is said of an id that is none of a client's.</summary>
    public static readonly Refusal Unknown = new(RefusalCode.QuoteUnknown, "This provider knows no such quote of yours. It may have been lost with a machine; ask again.");

    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(1);

    private readonly ImmutableDictionary<HexBytes, PriceQuote> _quotes;

    private QuoteBook(ImmutableDictionary<HexBytes, PriceQuote> quotes) => _quotes = quotes;

    public int Count => _quotes.Count;

    public PriceQuote this[HexBytes id] => _quotes[id];

    /// <summary>A client's quote, used or over as it may be; null where it has none of this id. Whose it is instead stays unsaid.</summary>
    public PriceQuote? Find(HexBytes id, AccountAddress client) => _quotes.TryGetValue(id, out var quote) && quote.Request.Client == client ? quote : null;

    /// <summary>Writes a new quote down. The same request again gets the quote that it got.</summary>
    public Step<QuoteBook> Issue(AccountAddress provider, QuoteRequest request, PriceList prices, DateTimeOffset now)
    {
        var id = QuoteId.Of(provider, request.Nonce);
        if (_quotes.TryGetValue(id, out var given))
        {
            return given.Request == request
                ? Step<QuoteBook>.Stay(this)
                : Step<QuoteBook>.Refuse(RefusalCode.OperationConflict, "There is a quote for another request under this nonce. Use a new one.");
        }
        var quotes = _quotes.RemoveRange(_quotes.Values.Where(quote => quote.Expires + Remembered <= now).Select(static quote => quote.Id));
        if (quotes.Count >= MaxQuotes || quotes.Values.Count(quote => quote.Request.Client == request.Client && quote.Job is null && quote.Expires > now) >= MaxPerAccount)
            return Step<QuoteBook>.Refuse(RefusalCode.TooManyQuotes, $"Too many quotes are open here. Use them, or wait {PriceQuote.Life.TotalSeconds:0} seconds.");
        return With(quotes.SetItem(id, new PriceQuote(id, provider, request, prices, 0, now + PriceQuote.Life, null)));
    }

    /// <summary>Another round about an open quote: its prices fall or stay, and it binds from anew.</summary>
    /// <param name="id">The quote.</param>
    /// <param name="client">Who bids.</param>
    /// <param name="answer">Makes the new prices of the quote.</param>
    /// <param name="now">The time.</param>
    public Step<QuoteBook> Counter(HexBytes id, AccountAddress client, Func<PriceQuote, PriceList> answer, DateTimeOffset now)
    {
        if (Refusal(id, client, now) is { } refusal) return Step<QuoteBook>.Refuse(refusal.Code, refusal.Message);
        var quote = _quotes[id];
        if (quote.Round >= Negotiation.MaxRounds)
            return Step<QuoteBook>.Refuse(RefusalCode.NegotiationOver, $"A quote is negotiated about {Negotiation.MaxRounds} times at most. Take it as it is, or let it expire.");
        var prices = answer(quote);
        Invariant.Require(prices.IsValid && prices.IsWithin(quote.Prices), "I5", "a quote's prices never rise");
        return With(_quotes.SetItem(id, quote with { Prices = prices, Round = quote.Round + 1, Expires = now + PriceQuote.Life }));
    }

    /// <summary>Whether a job may have the prices of the quote that it names.</summary>
    /// <returns>Why not; null when it may.</returns>
    public Refusal? Refusal(LeaseRequest request, DateTimeOffset now)
    {
        if (Refusal(request.Quote, request.Client, now) is { } refusal) return refusal;
        var asked = _quotes[request.Quote].Request;
        return asked.Model == request.Model && asked.Class == request.Class && request.Tokens <= asked.Tokens
            ? null
            : new Refusal(RefusalCode.QuoteUnknown, "The quote is for another model, another class, or fewer tokens. Ask for one that fits.");
    }

    /// <summary>A job has a slot at the quote's prices; nobody else gets them.</summary>
    public QuoteBook Use(HexBytes id, JobId job)
    {
        Invariant.Require(_quotes[id].Job is null || _quotes[id].Job == job, "I3", "a quote is used once");
        return new QuoteBook(_quotes.SetItem(id, _quotes[id] with { Job = job }));
    }

    private Refusal? Refusal(HexBytes id, AccountAddress client, DateTimeOffset now)
    {
        if (Find(id, client) is not { } quote) return Unknown;
        if (quote.Job is not null) return new Refusal(RefusalCode.QuoteEnded, "The quote was used by another job. Ask for a new one.");
        return quote.Expires <= now ? new Refusal(RefusalCode.QuoteEnded, $"The quote bound for {PriceQuote.Life.TotalSeconds:0} seconds, which are over. Ask for a new one.") : null;
    }

    private static Step<QuoteBook> With(ImmutableDictionary<HexBytes, PriceQuote> quotes) => Step<QuoteBook>.To(new QuoteBook(quotes));
}
