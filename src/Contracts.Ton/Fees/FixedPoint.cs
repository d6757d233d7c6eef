using Cocoon.Core.Money;

namespace Cocoon.Ton.Fees;

/// <summary>Prices are fixed-point numbers with 16 bits after the point; fees round up, as in the node.</summary>
internal static class FixedPoint
{
    private const int FractionBits = 16;

    public static Nano RoundUp(UInt128 value) => ToNano(checked(value + ((UInt128.One << FractionBits) - 1)) >> FractionBits);

    public static Nano ToNano(UInt128 value) => value <= long.MaxValue ? new Nano((long)value) : throw new OverflowException("A fee above all coins there are.");
}
