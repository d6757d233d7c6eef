using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Pricing;
using Cocoon.Core.Quotes;
using Cocoon.Core.Trust;
using Cocoon.Grains.Providers;

namespace Cocoon.Grains.Quotes;

/// <summary>Asks providers for quotes on behalf of callers, in gateways and in clients of the cluster. Thread-safe.</summary>
/// <param name="grains">The cluster.</param>
/// <param name="entropy">Makes quotes' ids.</param>
/// <param name="time">The clock.</param>
public sealed class QuoteDesk(IGrainFactory grains, IEntropy entropy, TimeProvider time)
{
    /// <summary>Who has not answered by then is left out.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly Refusal Silence = new(RefusalCode.NoOffer, "The providers did not answer in time. Ask again.");

    /// <summary>Asks the best of the providers that suit, all at once.</summary>
    /// <returns>What they quoted within two seconds, and who was silent.</returns>
    /// <exception cref="RefusedException">None suits, or all of them refused or were silent.</exception>
    public async Task<QuoteAnswers> Ask(IEnumerable<RoutableOffer> offers, AccountAddress client, string model, (int Prompt, int Completion) tokens, Tier leastTier, JobClass wanted)
    {
        var nonce = new byte[QuoteId.NonceLength];
        entropy.Fill(nonce);
        var request = new QuoteRequest(client, model, tokens.Prompt, tokens.Completion, leastTier, wanted, new HexBytes(nonce));
        var asked = QuoteRound.Choose(offers, request, time.GetUtcNow());
        if (asked.IsEmpty) throw new RefusedException(RefusalCode.NoOffer, "No provider on the market suits: by tier, context length, or class of jobs. GET /v1/models shows what is offered.");
        var answers = await Task.WhenAll(asked.Select(offer => Ask(offer.Provider, request)));
        ImmutableList<PriceQuote> quotes = [.. answers.Select(static answer => answer.Quote).OfType<PriceQuote>().OrderBy(static quote => quote.MaxCharge).ThenBy(static quote => quote.Provider)];
        return quotes.IsEmpty
            ? throw new RefusedException(answers[0].Refusal!)
            : new QuoteAnswers(quotes, [.. asked.Zip(answers).Where(static asked => ReferenceEquals(asked.Second.Refusal, Silence)).Select(static asked => asked.First.Provider)]);
    }

    /// <summary>Names a lower price for an open quote.</summary>
    /// <exception cref="RefusedException">It is not the client's, over, or was negotiated about too often.</exception>
    public Task<PriceQuote> Counter(HexBytes quote, AccountAddress client, PriceList bid) => Giver(quote).Counter(quote, client, bid);

    /// <summary>The one candidate for a job that names a quote, at its prices.</summary>
    /// <exception cref="RefusedException">There is no such quote, or its provider is not on the market.</exception>
    public async Task<ImmutableList<RoutableOffer>> Candidates(IEnumerable<RoutableOffer> offers, HexBytes quote, AccountAddress client) =>
        QuoteRound.Candidate(offers, await Giver(quote).FindQuote(quote, client)) is { } candidate
            ? [candidate]
            : throw new RefusedException(RefusalCode.NoOffer, "The provider that gave the quote is not on the market now. Ask for another quote.");

    private IProviderGrain Giver(HexBytes quote) => QuoteId.TryProvider(quote, out var provider)
        ? grains.Provider(provider)
        : throw new RefusedException(RefusalCode.QuoteUnknown, "This is no id of a quote. Use the one that you were given.");

    private async Task<(PriceQuote? Quote, Refusal? Refusal)> Ask(AccountAddress provider, QuoteRequest request)
    {
        try
        {
            return (await grains.Provider(provider).Quote(request).WaitAsync(Patience, time), null);
        }
        catch (RefusedException refused)
        {
            return (null, refused.Refusal);
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return (null, Silence);
        }
    }
}
