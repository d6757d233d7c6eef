using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Quotes;

namespace Cocoon.Grains.Providers;

/// <summary>Terms, auto-pricing and quotes. Utilisation and quotes are in memory only: a twin that comes up anew has given none.</summary>
public sealed partial class ProviderGrain
{
    /// <summary>How often auto-pricing looks.</summary>
    public static readonly TimeSpan RepricePeriod = TimeSpan.FromMinutes(1);

    private ImmutableDictionary<string, Utilisation> _utilisation = ImmutableDictionary<string, Utilisation>.Empty;
    private ImmutableDictionary<string, AutoPriceStep> _repriced = ImmutableDictionary<string, AutoPriceStep>.Empty;
    private QuoteBook _quotes = QuoteBook.Empty;

    public async Task<OfferTermsView> SetTerms(string model, OfferTerms? terms)
    {
        var before = State;
        var after = await Store(state => Provider.SetTerms(state, model, terms));
        if (after.TermsOf(model) is not { AutoPricing: true }) _repriced = _repriced.Remove(model);
        // Who is drained stays off the market, and nothing changed needs no telling.
        if (!ReferenceEquals(before, after)) await Announce();
        return ViewOf(model);
    }

    public async Task<ImmutableList<OfferTermsView>> Terms()
    {
        await Refresh();
        if (!State.IsRegistered) throw new RefusedException(RefusalCode.ProviderUnknown, "This provider has not registered.");
        return [.. State.Offers.Keys.Union(State.Terms?.Keys ?? [], StringComparer.Ordinal).Order(StringComparer.Ordinal).Select(ViewOf)];
    }

    public async Task<PriceQuote> Quote(QuoteRequest request)
    {
        await Refresh();
        Write(Provider.Quote(State, _quotes, request, Time.GetUtcNow()));
        return _quotes[QuoteId.Of(Id, request.Nonce)];
    }

    public Task<PriceQuote> FindQuote(HexBytes quote, AccountAddress client) => _quotes.Find(quote, client) is { } found
        ? Task.FromResult(found)
        : throw new RefusedException(QuoteBook.Unknown);

    public async Task<PriceQuote> Counter(HexBytes quote, AccountAddress client, PriceList bid)
    {
        await Refresh();
        Write(Provider.Counter(State, _quotes, quote, client, bid, model => Observe(model).Thousandths, Time.GetUtcNow()));
        return _quotes[quote];
    }

    private void Write(Step<QuoteBook> step) => _quotes = step.Refusal is { } refusal ? throw new RefusedException(refusal) : step.State;

    /// <summary>Moves the prices of models that have auto-pricing. The record is written only when a price moves.</summary>
    private async Task Reprice()
    {
        var moved = false;
        foreach (var model in State.Offers.Keys)
        {
            var used = Observe(model).Thousandths;
            if (Provider.NextPrices(State, model, used) is not { } step) continue;
            _repriced = _repriced.SetItem(model, step);
            if (!step.Changed) continue;
            await Store(state => Provider.Reprice(state, model, used));
            moved = true;
        }
        if (moved) await Announce();
    }

    /// <summary>Counts the slots in use until now. Called soon after each change of them.</summary>
    private Utilisation Observe(string model)
    {
        var now = Time.GetUtcNow();
        var slots = Provider.Effective(State, model)?.Slots ?? 0;
        var used = _utilisation.GetValueOrDefault(model).Observe(Live.InUse(model, now), slots, now);
        _utilisation = _utilisation.SetItem(model, used);
        return used;
    }

    private OfferTermsView ViewOf(string model) => new(model, State.TermsOf(model), Provider.Effective(State, model),
        State.IsOpen(model, Time.GetUtcNow()), Observe(model).Thousandths, _repriced.GetValueOrDefault(model)?.Why);
}
