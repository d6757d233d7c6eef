using System.Collections.Immutable;
using Cocoon.Admin.Tables;
using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;

namespace Cocoon.Admin.Market;

/// <summary>Answers a provider's question "why do I get no jobs?" from the picture. Pure.</summary>
public static class WhyNoJobs
{
    private static readonly TimeSpan Soon = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Demand = TimeSpan.FromMinutes(5);

    /// <returns>Reasons, the ones that keep all jobs away first; never empty.</returns>
    public static ImmutableArray<Reason> Explain(MarketPicture picture, AccountAddress provider, DateTimeOffset now)
    {
        var reasons = new List<Reason>();
        var reading = picture.Readings.Find(provider)?.View;
        var offers = picture.Offers.Where(offer => offer.Provider == provider).ToArray();
        if (reading is null) reasons.Add(new(Tone.Bad, "The market has not seen it register. Is the provider's silo running, and does it reach a core silo?"));
        if (reading?.Draining == true) reasons.Add(new(Tone.Bad, "It is draining: it takes no new jobs until somebody resumes it."));
        if (picture.Providers.Find(provider) is { Refused: not RefusalCode.None } story)
            reasons.Add(new(Tone.Bad, $"Its evidence was refused last ({story.Refused}). The attestation page says which check failed."));
        if (reading is not null) AddAppraisal(reasons, reading.Appraisal, now);
        if (reading is { Draining: false } && offers.Length == 0 && reading.Appraisal.NotAfter > now)
            reasons.Add(new(Tone.Bad, "It is registered, but none of its offers is fresh: its silo has not announced them for 15 s."));
        foreach (var offer in offers) AddOffer(reasons, picture, offer, now);
        if (reasons.Count == 0) reasons.Add(new(Tone.Good, "Nothing keeps jobs away: routers pick at random between the two best offers, so its turn will come."));
        return [.. reasons.OrderByDescending(reason => reason.Tone == Tone.Bad).ThenByDescending(reason => reason.Tone == Tone.Warn)];
    }

    private static void AddAppraisal(List<Reason> reasons, Appraisal appraisal, DateTimeOffset now)
    {
        if (appraisal.NotAfter <= now) reasons.Add(new(Tone.Bad, $"Its appraisal ended {Words.Relative(appraisal.NotAfter, now)}. It has to show its evidence again."));
        else if (appraisal.NotAfter - now < Soon) reasons.Add(new(Tone.Warn, $"Its appraisal ends {Words.Relative(appraisal.NotAfter, now)}; jobs that last longer go elsewhere."));
    }

    private static void AddOffer(List<Reason> reasons, MarketPicture picture, RoutableOffer offer, DateTimeOffset now)
    {
        var model = offer.Offer.Model;
        var rivals = picture.Offers.Where(other => other.Offer.Model == model && other.Provider != offer.Provider).ToArray();
        if (picture.Rules is { } rules && !offer.Tier.Satisfies(rules.DefaultTier))
            reasons.Add(new(Tone.Warn, $"{model}: its tier is {offer.Tier.Name()}, and callers who name none get {rules.DefaultTier.Name()}."));
        if (offer.InUse >= offer.Offer.Slots) reasons.Add(new(Tone.Warn, $"{model}: all {offer.Offer.Slots} slots are in use."));
        var cheaper = rivals.Count(rival => rival.Offer.Prices.Completion < offer.Offer.Prices.Completion);
        if (cheaper > 1) reasons.Add(new(Tone.Warn, $"{model}: {cheaper} of {rivals.Length} others ask less for completion tokens (lowest {Words.Ton(rivals.Min(rival => rival.Offer.Prices.Completion))} TON per million)."));
        if (!picture.Jobs.Newest.Any(job => job.Model == model && job.StartedAt > now - Demand))
            reasons.Add(new(Tone.Warn, $"{model}: nobody has asked for this model in the last five minutes."));
    }
}
