using System.Globalization;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>
/// Turns what its twin and a router know of a provider into the reasons why it gets no jobs, or fewer than it could, and what
/// to do about each. Pure.
/// </summary>
public static class WhyNoJobs
{
    /// <summary>Below this reputation, out of 1,000, routers prefer almost everybody else.</summary>
    public const int PoorReputation = 500;

    /// <summary>How long a provider counts as new.</summary>
    public static readonly TimeSpan NewFor = TimeSpan.FromHours(1);

    /// <summary>The reasons, heaviest first; the last resort, that there is no demand, only where nothing else was found.</summary>
    /// <param name="facts">What the twin says.</param>
    /// <param name="models">What a router sees of each model that it offers.</param>
    /// <param name="usualTier">The least tier of callers who name none.</param>
    /// <param name="now">The time.</param>
    public static IReadOnlyList<NoJobsReason> Of(ProviderFacts facts, IReadOnlyList<ModelOnMarket> models, Tier usualTier, DateTimeOffset now)
    {
        if (!facts.IsRegistered)
            return [Reason(NoJobsCause.NotRegistered, "The market has not taken this machine yet.", "Start it with `cocoon silo --config` and the settings that `cocoon provider join` wrote, and read its log: the line before 'Off the market' says which check failed.")];
        NoJobsReason[] all = [.. OfProvider(facts, usualTier, now), .. models.SelectMany(model => OfModel(facts, model, now))];
        return all.Length > 0
            ? [.. all.OrderBy(static reason => reason.Cause).ThenBy(static reason => reason.Model, StringComparer.Ordinal)]
            : [Reason(NoJobsCause.NoDemand, $"Nothing keeps jobs away: {Demand(models)}.", "Wait, lower the price, or serve a model that more callers ask for: GET /v1/models shows what is offered.")];
    }

    private static IEnumerable<NoJobsReason> OfProvider(ProviderFacts facts, Tier usualTier, DateTimeOffset now)
    {
        if (facts.HasLeft) yield return Reason(NoJobsCause.Left, "You took this provider off the market.", "`cocoon provider resume` brings it back.");
        else if (facts.OwnerDraining) yield return Reason(NoJobsCause.Draining, "You drained it: it takes no new jobs.", "`cocoon provider resume` ends that; a new start of the machine does not.");
        else if (facts.IsDraining) yield return Reason(NoJobsCause.Draining, "It is draining, because its silo was asked to stop or the market's operator drained it: it takes no new jobs.", "A new start of the machine ends that; so does `cocoon provider resume`.");
        if (facts.AppraisedUntil <= now)
            yield return Reason(NoJobsCause.AppraisalEnded, $"The verdict on its machine ended at {Text(facts.AppraisedUntil.Value)}.", "Its silo is down, or its evidence could not be renewed: look at its log, and run `cocoon attest` on the machine.");
        if (facts.Models.IsEmpty)
            yield return Reason(NoJobsCause.NothingOffered, "It offers no model.", "Its engines are loading or have failed, or no model is in its settings: look at the silo's log.");
        if (facts.Tier is { } tier && !tier.Satisfies(usualTier))
            yield return Reason(NoJobsCause.TierNotAsked, $"Its tier is {tier.Name()}, and callers who name none get {usualTier.Name()} or better.",
                tier == Tier.Open ? "Only callers who ask for 'open' come here; a machine with a TEE gets all others too." : "Only callers who ask for this tier by name come here: `cocoon attest` says what the machine could prove.");
        foreach (var refusal in facts.Refusals.Where(static refusal => refusal.Code != RefusalCode.ProviderBusy))
            yield return Reason(NoJobsCause.Refused, $"Jobs came and were refused: {refusal.Code}, {refusal.Count} times since {Text(facts.CountedSince)}.", RefusalAdvice(refusal.Code));
    }

    private static IEnumerable<NoJobsReason> OfModel(ProviderFacts facts, ModelOnMarket model, DateTimeOffset now)
    {
        NoJobsReason Of(NoJobsCause cause, string what, string advice) => new(cause, model.Model, what, advice);

        if (facts.Models.Find(own => own.Offer.Model == model.Model) is not { } mine) yield break;
        if (mine.Offer.AuditsOnly)
        {
            yield return Of(NoJobsCause.NothingOffered, "Its machine runs audits only.", "To sell, take AuditsOnly out of Cocoon:Provider, give prices, and start the silo anew.");
            yield break;
        }
        if (!model.IsListed)
            yield return Of(NoJobsCause.ModelNotListed, "The registry does not list it with these weights.", "Serve the weights that the registry names: `cocoon model add` prints the hash of yours.");
        if (!mine.IsOpen) yield return Of(NoJobsCause.OffSchedule, "Your schedule keeps it off the market now.", "Change the schedule, or wait.");
        var own = model.Offers.FirstOrDefault(offer => offer.Provider == facts.Provider);
        if (own is null && mine.IsOpen && !facts.IsDraining && !facts.HasLeft && facts.AppraisedUntil > now)
            yield return Of(NoJobsCause.NotAnnounced, "The market's index does not have the offer.", "An offer ends 15 s after its silo was last heard of: look whether the silo runs and reaches the market.");
        if (model.AvoidedUntil > now)
            yield return Of(NoJobsCause.Avoided, $"Routers keep away until {Text(model.AvoidedUntil.Value)}, because jobs failed here.", "Look at the silo's log for what failed; each further failure makes the time longer.");
        foreach (var dear in Prices(mine.Offer, model, facts)) yield return Of(NoJobsCause.Dear, dear, $"`cocoon provider price {model.Model}` shows and changes your price.");
        if (own?.Reputation < PoorReputation)
            yield return Of(NoJobsCause.Reputation, $"Its reputation is {own.Reputation} of 1,000.", "Answers that are whole, in time and right lift it; failures and failed audits lower it. It takes days.");
        if (mine.InUse >= mine.Offer.Slots)
            yield return Of(NoJobsCause.SlotsFull, $"{(mine.Offer.Slots == 1 ? "The one slot is" : $"All {mine.Offer.Slots} slots are")} taken: it works as much as it may.", "Raise Slots in the settings if memory allows, or the price.");
        if (own?.Since is { } since && now - since < NewFor)
            yield return Of(NoJobsCause.Newcomer, $"It is on the market since {Text(since)}; newcomers and those who return get their share by and by.", "Leave it running.");
    }

    private static IEnumerable<string> Prices(Offer mine, ModelOnMarket model, ProviderFacts facts)
    {
        var price = Typical(mine.Prices);
        var others = model.Offers.Where(offer => offer.Provider != facts.Provider && offer.Tier.Satisfies(facts.Tier ?? Tier.Open)).ToList();
        if (others.Count > 0 && others.Count(offer => Typical(offer.Offer.Prices) < price) is var cheaper and > 0)
        {
            var least = others.MinBy(offer => Typical(offer.Offer.Prices))!.Offer.Prices;
            yield return $"{cheaper} of {Counted.Of(others.Count, "other offer")} {(cheaper == 1 ? "is" : "are")} cheaper; the cheapest asks {Text(least)}, you ask {Text(mine.Prices)}.";
        }
        if (model.Reference is { } reference && price > Typical(reference))
            yield return $"You ask {Text(mine.Prices)}; what was paid lately is {Text(reference)}.";
    }

    private static string Demand(IReadOnlyList<ModelOnMarket> models) => string.Join("; ", models.Select(static model =>
        $"{model.Offers.Sum(static offer => offer.InUse)} of {Counted.Of(model.Offers.Sum(static offer => offer.Offer.Slots), "slot")} of '{model.Model}' are in use on the whole market"));

    private static string RefusalAdvice(RefusalCode code) => code switch
    {
        RefusalCode.PriceAboveCeiling => "Your price rose above what callers agreed to, between their choice and the job; if it goes on, change prices less often.",
        RefusalCode.RequestRefused => "They were longer than the context you offer: raise MaxContext if memory allows.",
        RefusalCode.TierNotMet => "They need a better tier than this machine has.",
        RefusalCode.NoOffer => "They wanted a model that you no longer offer; routers learn that within seconds.",
        RefusalCode.AppraisalExpired => "The verdict on the machine had ended: look at its log, and run `cocoon attest`.",
        _ => "Look at the silo's log for the same time.",
    };

    /// <summary>A typical chat reads about three tokens for each one it writes.</summary>
    private static Int128 Typical(PriceList prices) => (Int128)prices.Prompt.Value * 3 + prices.Completion.Value;

    private static string Text(PriceList prices) => $"{prices.Prompt} and {prices.Completion} per million prompt and completion tokens";

    private static string Text(DateTimeOffset time) => time.ToString("u", CultureInfo.InvariantCulture);

    private static NoJobsReason Reason(NoJobsCause cause, string what, string advice) => new(cause, null, what, advice);
}
