using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Fees;

/// <summary>What gas costs. Source: TL-B block.tlb, GasLimitsPrices (configuration parameters 20 and 21).</summary>
/// <param name="FlatLimit">Gas that the flat price covers.</param>
/// <param name="FlatPrice">Price of up to <paramref name="FlatLimit"/> gas, in nano.</param>
/// <param name="Price">Price of one unit beyond, in nano with 16 bits after the point.</param>
/// <param name="Limit">Gas that a message can buy at most.</param>
/// <param name="Credit">Gas that an external message may use before it is accepted.</param>
public sealed record GasPrices(ulong FlatLimit, ulong FlatPrice, ulong Price, ulong Limit, ulong Credit)
{
    private const byte FlatTag = 0xd1;
    private const byte PlainTag = 0xdd;
    private const byte ExtendedTag = 0xde;

    public static GasPrices Parse(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var slice = cell.BeginParse();
        var (flatLimit, flatPrice) = (0UL, 0UL);
        var tag = slice.LoadUInt(8);
        if (tag == FlatTag) (flatLimit, flatPrice, tag) = (slice.LoadUInt(64), slice.LoadUInt(64), slice.LoadUInt(8));
        if (tag is not (PlainTag or ExtendedTag)) throw new CellFormatException("Not the gas prices of a chain's configuration.");
        var (price, limit) = (slice.LoadUInt(64), slice.LoadUInt(64));
        if (tag == ExtendedTag) slice.SkipBits(64); // limit of special contracts
        return new GasPrices(flatLimit, flatPrice, price, limit, slice.LoadUInt(64));
    }

    /// <summary>The fee of a run that used some gas.</summary>
    public Nano Fee(ulong gas) => gas <= FlatLimit
        ? FixedPoint.ToNano(FlatPrice)
        : FixedPoint.ToNano(FlatPrice) + FixedPoint.RoundUp((UInt128)(gas - FlatLimit) * Price);
}
