using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Grains.Routing;

namespace Cocoon.Gateway.Routing;

/// <summary>Says what kept the nearest offers from suiting, and what to change.</summary>
internal static class NoCandidate
{
    public static ApiException Of(Route route, JobWish wish)
    {
        var verdicts = route.Explain();
        var wanted = verdicts.Where(static verdict => verdict.Refusal is not (RouteRefusal.NotAllowed or RouteRefusal.Denied or RouteRefusal.OtherRegion)).ToList();
        if (wanted.Count == 0 && verdicts.Count > 0)
            return new ApiException(409, ErrorTypes.Conflict, "providers_excluded", "Every provider of this model is ruled out by 'cocoon.providers' or 'cocoon.regions'. Name others, or none.", "cocoon");
        var reasons = wanted.Select(static verdict => verdict.Refusal).ToHashSet();
        if (reasons.Contains(RouteRefusal.ContextTooShort))
        {
            var context = wanted.Max(static verdict => verdict.Offer.Offer.ContextLength);
            return ApiException.BadRequest($"This model's maximum context length is {context} tokens. Your '{wish.PromptField}' and the answer together ask for up to {route.Query.Tokens}.", wish.PromptField, "context_length_exceeded");
        }
        if (reasons.Contains(RouteRefusal.PriceAboveCeiling))
            return RefusalErrors.ToApi(new Refusal(RefusalCode.PriceAboveCeiling, "Every provider of this model asks more than your price ceiling. Raise 'cocoon.price_ceiling' or wait."));
        if (reasons.Contains(RouteRefusal.AboveCoefficient))
            return RefusalErrors.ToApi(new Refusal(RefusalCode.PriceAboveCeiling, "Below 1000, 'max_coefficient' is less than the cheapest provider's price. Raise it."));
        if (reasons.Contains(RouteRefusal.NoBatch))
            return RefusalErrors.ToApi(new Refusal(RefusalCode.NoOffer, "No provider of this model takes jobs of class 'batch'. Leave 'cocoon.class' out."));
        if (reasons.Contains(RouteRefusal.TierNotMet))
            return RefusalErrors.ToApi(new Refusal(RefusalCode.TierNotMet, $"No provider of this model meets tier '{route.Query.LeastTier.Name()}'. Providers here are of tier {string.Join(", ", wanted.Select(static verdict => verdict.Offer.Tier.Name()).Distinct())}."));
        return RefusalErrors.ToApi(new Refusal(RefusalCode.NoOffer, "No provider of this model is online. Try again soon."));
    }
}
