using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Quotes;

/// <summary>
/// How a provider answers a client who names lower prices than quoted. It has a reserve between its floor and the quote, the
/// nearer to the quote the busier it is, and goes half of the way there each round. Pure.
/// </summary>
public static class Negotiation
{
    /// <summary>Rounds in which one quote can be negotiated about.</summary>
    public const int MaxRounds = 3;

    /// <summary>One answer.</summary>
    /// <param name="quoted">The prices quoted so far.</param>
    /// <param name="floor">Below this the provider does not sell.</param>
    /// <param name="bid">What the client would pay.</param>
    /// <param name="utilisation">The provider's utilisation in thousandths; brought inside 0 to 1,000.</param>
    /// <returns>The new prices, none above <paramref name="quoted"/> and none below <paramref name="floor"/> (unless quoted there); the bid's own where they are high enough.</returns>
    public static PriceList Answer(PriceList quoted, PriceList floor, PriceList bid, int utilisation)
    {
        Invariant.Require(quoted.IsValid && floor.IsValid && bid.IsValid, "I5", "prices are never negative");
        var used = Math.Clamp(utilisation, 0, 1_000);
        var least = new PriceList(
            Least(quoted.Prompt, floor.Prompt, used), Least(quoted.CachedPrompt, floor.CachedPrompt, used),
            Least(quoted.Completion, floor.Completion, used), Least(quoted.Reasoning, floor.Reasoning, used));
        return bid.Clamp(least, quoted);
    }

    /// <summary>What is accepted this round: half of the way from the quote to the reserve, rounded towards the quote.</summary>
    private static Nano Least(Nano quoted, Nano floor, int used)
    {
        if (floor >= quoted) return quoted;
        var room = (Int128)(quoted - floor).Value * (1_000 - used) / 1_000;
        return new Nano(quoted.Value - (long)(room / 2));
    }
}
