using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Providers;

/// <summary>
/// What an offer would have earned of what the market settled lately. Not a promise: the coming days may differ, and so may the
/// offers.
/// </summary>
/// <param name="Low">If routers prefer every offer that is not dearer.</param>
/// <param name="High">If they prefer this offer wherever it is not dearer.</param>
/// <param name="Paid">What all providers got for the jobs that this one might have had.</param>
/// <param name="Receipts">Over how many receipts.</param>
public sealed record IncomeEstimate(Nano Low, Nano High, Nano Paid, int Receipts)
{
    private const long Whole = 1_000_000;

    /// <summary>Estimates without bonuses, for as long a time as <paramref name="sold"/> was sold in.</summary>
    /// <param name="prices">What the offer asks.</param>
    /// <param name="slots">Jobs at once, at least 1.</param>
    /// <param name="tier">The tier it has or will have.</param>
    /// <param name="others">The other offers of the model.</param>
    /// <param name="sold">What was settled of the model.</param>
    /// <param name="feeBps">The market's share in basis points.</param>
    /// <returns>Null where nothing was settled that this offer might have had, which says nothing of the future.</returns>
    /// <remarks>
    /// Of what a tier sold, an offer might have had what its own tier would do for; of a better tier's sales it is not known
    /// whether a lesser one would have done. A router draws two of n offers and takes the better one. With a part s of the draws,
    /// and a part c going to offers that are preferred, an offer gets s·(2·(1−c)−s) of the jobs; s is 1/n, or its part of all
    /// slots where that is less. A job earns what the offer asks, but no more than was paid: whether callers pay more is not known.
    /// </remarks>
    public static IncomeEstimate? Of(PriceList prices, int slots, Tier tier, IEnumerable<RoutableOffer> others, IEnumerable<TierVolume> sold, int feeBps)
    {
        var rivals = others.ToList();
        IncomeEstimate? sum = null;
        foreach (var volume in sold)
        {
            if (volume.Tier is not { } least || !tier.Satisfies(least) || volume.Receipts == 0) continue;
            var (low, high) = Shares(prices, slots, rivals.FindAll(rival => rival.Tier.Satisfies(least)));
            var worth = Int128.Min(volume.Pay.Value, Worth(prices, volume.Tokens, feeBps));
            sum ??= new IncomeEstimate(Nano.Zero, Nano.Zero, Nano.Zero, 0);
            sum = new IncomeEstimate(sum.Low + Part(worth, low), sum.High + Part(worth, high), sum.Paid + volume.Pay, checked(sum.Receipts + volume.Receipts));
        }
        return sum;
    }

    private static (Int128 Low, Int128 High) Shares(PriceList prices, int slots, List<RoutableOffer> rivals)
    {
        var (price, count) = (Typical(prices), rivals.Count + 1);
        var draws = Int128.Min(Whole / count, (Int128)Whole * slots / (slots + rivals.Sum(static rival => (long)rival.Offer.Slots)));
        return (Share(rivals.Count(rival => Typical(rival.Offer.Prices) <= price)), Share(rivals.Count(rival => Typical(rival.Offer.Prices) < price)));

        Int128 Share(int preferred) => draws * ((2 * Whole * (count - preferred) / count) - draws) / Whole;
    }

    private static Int128 Worth(PriceList prices, TokenCounts tokens, int feeBps)
    {
        var charges = checked(((Int128)tokens.Prompt * prices.Prompt.Value) + ((Int128)tokens.CachedPrompt * prices.CachedPrompt.Value)
            + ((Int128)tokens.Completion * prices.Completion.Value) + ((Int128)tokens.Reasoning * prices.Reasoning.Value)) / PriceList.TokensPerPrice;
        return charges - (charges * feeBps / FeeRate.BasisPoints);
    }

    private static Nano Part(Int128 worth, Int128 share) => new(checked((long)(worth * share / Whole)));

    /// <summary>A typical chat reads about three tokens for each one it writes.</summary>
    private static Int128 Typical(PriceList prices) => ((Int128)prices.Prompt.Value * 3) + prices.Completion.Value;
}
