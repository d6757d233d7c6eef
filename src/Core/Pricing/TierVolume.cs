using Cocoon.Core.Money;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Pricing;

/// <summary>What machines of one tier sold of a model.</summary>
/// <param name="Tier">The tier of the machines that answered; null for sales that do not say.</param>
/// <param name="Tokens">All tokens, by kind.</param>
/// <param name="Pay">What their providers got for them, without bonuses.</param>
/// <param name="Receipts">Over how many receipts.</param>
[GenerateSerializer, Immutable, Alias("cocoon.tier-volume")]
public sealed record TierVolume(
    [property: Id(0)] Tier? Tier,
    [property: Id(1)] TokenCounts Tokens,
    [property: Id(2)] Nano Pay,
    [property: Id(3)] int Receipts)
{
    /// <summary>One volume of each tier.</summary>
    /// <exception cref="OverflowException">A sum does not fit 63 bits.</exception>
    public static IEnumerable<TierVolume> Sum(IEnumerable<TierVolume> volumes) => volumes
        .GroupBy(static volume => volume.Tier)
        .Select(static tier => tier.Aggregate(static (a, b) => new TierVolume(a.Tier, a.Tokens + b.Tokens, a.Pay + b.Pay, checked(a.Receipts + b.Receipts))))
        .OrderBy(static volume => volume.Tier);
}
