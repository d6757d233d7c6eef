using Cocoon.Core.Providers;

namespace Cocoon.Core.Market;

/// <summary>Chooses where a job may run: a pure function over a snapshot of offers.</summary>
public static class Router
{
    /// <summary>Providers a job tries at most: the first and two others (design.md section 6).</summary>
    public const int MaxCandidates = 3;

    /// <summary>
    /// Suitable offers, best first. The first is the better of two drawn at random (power of two choices: herds of callers
    /// with the same snapshot do not all run to the cheapest); the others follow by load and price.
    /// </summary>
    public static IReadOnlyList<RoutableOffer> Pick(IReadOnlyList<RoutableOffer> offers, RouteCriteria criteria, Random random, DateTimeOffset now)
    {
        var suitable = offers.Where(offer => Refusal(offer, criteria, now) is null).ToList();
        if (suitable.Count <= 1) return suitable;
        suitable.Sort(Compare);
        var first = Math.Min(random.Next(suitable.Count), random.Next(suitable.Count));
        var winner = suitable[first];
        suitable.RemoveAt(first);
        return [winner, .. suitable.Take(MaxCandidates - 1)];
    }

    /// <summary>Why this offer does not suit; null when it does.</summary>
    public static RefusalCode? Refusal(RoutableOffer candidate, RouteCriteria criteria, DateTimeOffset now)
    {
        if (candidate.FreshUntil <= now) return RefusalCode.NoOffer;
        if (!Trust.TierNames.Satisfies(candidate.Tier, criteria.LeastTier)) return RefusalCode.TierNotMet;
        if (criteria.Ceiling is { } ceiling && !candidate.Offer.Prices.IsWithin(ceiling)) return RefusalCode.PriceAboveCeiling;
        if (criteria.Tokens > candidate.Offer.ContextLength) return RefusalCode.RequestRefused;
        return null;
    }

    private static int Compare(RoutableOffer a, RoutableOffer b)
    {
        var busy = IsFull(a).CompareTo(IsFull(b));
        if (busy != 0) return busy;
        var price = Price(a.Offer).CompareTo(Price(b.Offer));
        return price != 0 ? price : string.CompareOrdinal(a.Provider.Raw, b.Provider.Raw);
    }

    private static bool IsFull(RoutableOffer offer) => offer.InUse >= offer.Offer.Slots;

    /// <summary>A typical chat reads about three tokens for each one it writes.</summary>
    private static Int128 Price(Offer offer) => (Int128)offer.Prices.Prompt.Value * 3 + offer.Prices.Completion.Value;
}
