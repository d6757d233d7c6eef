using Cocoon.Core.Money;

namespace Cocoon.Core.Pricing;

/// <summary>The market's share of a charge in basis points, 0 to 10,000.</summary>
public static class FeeRate
{
    public const int BasisPoints = 10_000;

    /// <summary>⌊charge × bps / 10⁴⌋: the remainder belongs to the provider.</summary>
    public static Nano Fee(Nano charge, int feeBps)
    {
        Invariant.Require(feeBps is >= 0 and <= BasisPoints, "I10", $"fee of {feeBps} basis points");
        Invariant.Require(!charge.IsNegative, "I10", "a charge is never negative");
        return new Nano((long)((Int128)charge.Value * feeBps / BasisPoints));
    }
}
