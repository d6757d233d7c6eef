using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>Terms of offers.</summary>
public static partial class Provider
{
    private static readonly PriceList Free = new(Nano.Zero, Nano.Zero, Nano.Zero, Nano.Zero);
    private static readonly PriceList Any = new(Nano.MaxValue, Nano.MaxValue, Nano.MaxValue, Nano.MaxValue);

    /// <summary>Sets the terms of one model, or takes them back. What auto-pricing has found stays as long as it stays on.</summary>
    /// <param name="state">The twin.</param>
    /// <param name="model">A model that the provider offers, or has terms for.</param>
    /// <param name="terms">The new terms, all of them; null for none.</param>
    public static Step<ProviderState> SetTerms(ProviderState state, string model, OfferTerms? terms)
    {
        if (!state.IsRegistered) return Refuse(RefusalCode.ProviderUnknown, "This provider has not registered.");
        var before = state.TermsOf(model);
        if (!state.Offers.TryGetValue(model, out var offer) && before is null)
            return Refuse(RefusalCode.NoOffer, $"This provider does not offer '{model}'. It offers: {string.Join(", ", state.Offers.Keys)}.");
        if (terms is not null && Fault(terms, offer) is { } fault) return Refuse(RefusalCode.OfferInvalid, fault);
        // Whether prices move is the provider's to say; where they are is not.
        var after = terms is null ? null : terms with { AutoPrices = terms.AutoPricing && before is { AutoPricing: true } && terms.Prices == before.Prices ? before.AutoPrices : null };
        return after == before ? Step<ProviderState>.Stay(state) : Step<ProviderState>.To(state.WithTerms(model, after));
    }

    /// <summary>What is sold: what the machine registered, on the provider's terms. It shows no floor.</summary>
    public static Offer Effective(Offer registered, OfferTerms? terms)
    {
        var floor = terms?.Floor ?? registered.Floor ?? Free;
        var asked = terms?.Prices ?? registered.Prices;
        var prices = (terms?.AutoBounds(registered) is not null ? terms.AutoPrices ?? asked : asked).Clamp(floor, terms?.Ceiling ?? Any);
        return registered with
        {
            Prices = prices,
            BatchPrices = (terms?.BatchPrices ?? registered.BatchPrices)?.Clamp(Free, prices),
            Slots = Math.Min(terms?.Slots ?? int.MaxValue, registered.Slots),
            Floor = null,
        };
    }

    /// <summary>What a provider sells of a model; null where it offers none.</summary>
    public static Offer? Effective(ProviderState state, string model) =>
        state.Offers.TryGetValue(model, out var registered) ? Effective(registered, state.TermsOf(model)) : null;

    /// <summary>What auto-pricing makes of a utilisation in thousandths; null where it is off.</summary>
    public static AutoPriceStep? NextPrices(ProviderState state, string model, int utilisation) =>
        state.Offers.TryGetValue(model, out var registered) && state.TermsOf(model) is { } terms && terms.AutoBounds(registered) is var (floor, ceiling)
            ? AutoPrice.Next(Effective(registered, terms).Prices, floor, ceiling, utilisation)
            : null;

    /// <summary>Moves the prices of a model by its utilisation, where auto-pricing is on.</summary>
    public static Step<ProviderState> Reprice(ProviderState state, string model, int utilisation) => NextPrices(state, model, utilisation) is { Changed: true } step
        ? Step<ProviderState>.To(state.WithTerms(model, state.TermsOf(model)! with { AutoPrices = step.Prices }))
        : Step<ProviderState>.Stay(state);

    /// <summary>Slots of an offer that jobs of a class leave free.</summary>
    internal static int KeptFree(Offer offer, OfferTerms? terms, JobClass wanted)
    {
        if (wanted != JobClass.Batch || offer.Slots == 1) return 0;
        var percent = terms?.KeptFree ?? OfferTerms.DefaultKeptFree;
        return Math.Max(1, (int)(((long)offer.Slots * percent + 99) / 100));
    }

    /// <summary>Why a registered provider sells no jobs of a class now; null when it does.</summary>
    internal static Refusal? Unsold(ProviderState state, string model, JobClass wanted, DateTimeOffset now)
    {
        if (!state.TakesLeases) return new Refusal(RefusalCode.ProviderDraining, "This provider takes no new jobs.");
        if (Effective(state, model) is not { } offer) return new Refusal(RefusalCode.NoOffer, $"This provider does not offer '{model}'.");
        if (offer.AuditsOnly) return new Refusal(RefusalCode.NoOffer, "This machine runs audits only, and sells nothing.");
        if (!state.IsOpen(model, now)) return new Refusal(RefusalCode.NoOffer, $"This provider does not offer '{model}' at this hour.");
        return offer.PricesFor(wanted) is null ? new Refusal(RefusalCode.NoOffer, $"This provider takes no batch jobs for '{model}'.") : null;
    }

    /// <summary>Why a provider does not suit a job; null when it does.</summary>
    internal static Refusal? Unfit(ProviderState state, Offer offer, long tokens, Tier leastTier, DateTimeOffset now)
    {
        if (tokens > offer.ContextLength) return new Refusal(RefusalCode.RequestRefused, $"The model's context is {offer.ContextLength} tokens; prompt and max_tokens together ask for up to {tokens}.");
        var appraisal = state.Appraisal!;
        if (appraisal.NotAfter <= now) return new Refusal(RefusalCode.AppraisalExpired, "This provider's appraisal has expired.");
        return appraisal.Tier.Satisfies(leastTier) ? null : new Refusal(RefusalCode.TierNotMet, $"This provider is of tier {appraisal.Tier.Name()}.");
    }

    private static string? Fault(OfferTerms terms, Offer? registered)
    {
        var (floor, prices) = (terms.Floor ?? registered?.Floor, terms.Prices ?? registered?.Prices);
        if (new[] { terms.Prices, terms.Floor, terms.Ceiling, terms.BatchPrices }.Any(static list => list is { IsValid: false })) return "Prices are zero or more.";
        if (floor is not null && terms.Ceiling is not null && !floor.IsWithin(terms.Ceiling)) return "The floor is above the ceiling. Lower the floor or raise the ceiling.";
        if (floor is not null && prices is not null && !floor.IsWithin(prices)) return "Prices are below the floor. Raise them or lower the floor.";
        if (terms.Ceiling is not null && prices is not null && !prices.IsWithin(terms.Ceiling)) return "Prices are above the ceiling. Lower them or raise the ceiling.";
        if (terms.BatchPrices is not null && prices is not null && !terms.BatchPrices.IsWithin(prices)) return "Batch prices are above the prices of jobs that do not wait. Lower them.";
        if (terms.AutoPricing && (floor is null || terms.Ceiling is null)) return "Auto-pricing moves prices between a floor and a ceiling. Give both.";
        if (terms.Slots is < 1) return "Slots are 1 or more. To sell none, drain the provider.";
        if (terms.KeptFree is < 0 or > 100) return "The share of slots that batch jobs leave free is 0 to 100 percent.";
        return terms.Schedule is { IsValid: false }
            ? $"A schedule has 1 to {WeeklySchedule.MaxWindows} windows, in minutes of the week from 0 to {WeeklyWindow.MinutesOfWeek - 1}, none of them empty."
            : null;
    }
}
