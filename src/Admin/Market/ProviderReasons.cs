using System.Collections.Immutable;
using Cocoon.Admin.Tables;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;

namespace Cocoon.Admin.Market;

/// <summary>
/// Why a provider gets no jobs, by what its twin says and the picture shows: the causes, and the words, that its owner gets
/// (<see cref="WhyNoJobs"/>). Gateways alone know whom their routers avoid, so that cause is never among them. Pure.
/// </summary>
public static class ProviderReasons
{
    /// <param name="picture">The market.</param>
    /// <param name="facts">What the twin says.</param>
    /// <param name="references">What its models were sold for lately; those of which nothing was are not in it.</param>
    /// <param name="now">The time.</param>
    /// <returns>Heaviest first, those that keep all jobs of a model away marked as bad; never empty.</returns>
    public static ImmutableArray<Reason> Explain(MarketPicture picture, ProviderFacts facts, IReadOnlyDictionary<string, PriceList> references, DateTimeOffset now)
    {
        var models = facts.Models.ConvertAll(own => OnMarket(picture, own, references, now));
        // Before the rules were read nothing is said of what they would not let through.
        var usual = picture.Rules?.DefaultTier ?? facts.Tier ?? default;
        return [.. WhyNoJobs.Of(facts, models, usual, now).Select(static reason => new Reason(ToneOf(reason.Cause), $"{(reason.Model is { } model ? $"{model}: " : "")}{reason.What} {reason.Advice}"))];
    }

    private static ModelOnMarket OnMarket(MarketPicture picture, ModelInUse own, IReadOnlyDictionary<string, PriceList> references, DateTimeOffset now)
    {
        var (model, weights) = (own.Offer.Model, own.Offer.WeightHash);
        return new ModelOnMarket(
            model, picture.Rules is not { } rules || (rules.Models.TryGetValue(model, out var listed) && listed == weights),
            [.. picture.Offers.Where(offer => offer.Offer.Model == model && offer.FreshUntil > now)], AvoidedUntil: null, references.GetValueOrDefault(model));
    }

    private static Tone ToneOf(NoJobsCause cause) => cause switch
    {
        <= NoJobsCause.Avoided => Tone.Bad,
        NoJobsCause.NoDemand => Tone.Good,
        _ => Tone.Warn,
    };
}
