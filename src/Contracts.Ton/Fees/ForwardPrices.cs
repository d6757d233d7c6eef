using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Fees;

/// <summary>What carrying a message costs. Source: TL-B block.tlb, MsgForwardPrices (configuration parameters 24 and 25).</summary>
/// <param name="LumpPrice">Of any message, in nano.</param>
/// <param name="BitPrice">Of a bit, in nano with 16 bits after the point.</param>
/// <param name="CellPrice">Of a cell, in nano with 16 bits after the point.</param>
/// <param name="FirstFraction">Share of the sending side, in 1/65536.</param>
public sealed record ForwardPrices(ulong LumpPrice, ulong BitPrice, ulong CellPrice, ushort FirstFraction)
{
    private const byte Tag = 0xea;

    public static ForwardPrices Parse(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var slice = cell.BeginParse();
        if (slice.LoadUInt(8) != Tag) throw new CellFormatException("Not the message prices of a chain's configuration.");
        var (lump, bit, cellPrice) = (slice.LoadUInt(64), slice.LoadUInt(64), slice.LoadUInt(64));
        slice.SkipBits(32); // price factor of instant routing
        return new ForwardPrices(lump, bit, cellPrice, (ushort)slice.LoadUInt(16));
    }

    /// <summary>The fee of a message; its root cell is free.</summary>
    public Nano Fee(ulong bits, ulong cells) =>
        FixedPoint.ToNano(LumpPrice) + FixedPoint.RoundUp(checked((UInt128)bits * BitPrice + (UInt128)cells * CellPrice));

    /// <summary>The part of a fee that travels with the message for the receiving side: its <c>fwd_fee</c>.</summary>
    public Nano LeftForReceiver(Nano fee) => fee - FixedPoint.ToNano((UInt128)fee.Value * FirstFraction >> 16);
}
