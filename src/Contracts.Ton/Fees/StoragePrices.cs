using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Fees;

/// <summary>What storage costs from some time on. Source: TL-B block.tlb, StoragePrices (configuration parameter 18).</summary>
/// <param name="Since">Unix seconds.</param>
/// <param name="BitPrice">Of a bit for a second in the basechain, in nano with 16 bits after the point.</param>
/// <param name="CellPrice">Of a cell for a second in the basechain.</param>
/// <param name="MasterchainBitPrice">The same in the masterchain.</param>
/// <param name="MasterchainCellPrice">The same in the masterchain.</param>
public sealed record StoragePrices(uint Since, ulong BitPrice, ulong CellPrice, ulong MasterchainBitPrice, ulong MasterchainCellPrice)
{
    private const byte Tag = 0xcc;

    private static readonly HashmapKey<ulong> Number = HashmapKey.UInt(32);

    private static readonly CellCodec<StoragePrices> Codec = new(
        (_, _) => throw new NotSupportedException("Prices are read, not written."),
        slice => slice.LoadUInt(8) == Tag
            ? new StoragePrices(slice.LoadUInt32(), slice.LoadUInt(64), slice.LoadUInt(64), slice.LoadUInt(64), slice.LoadUInt(64))
            : throw new CellFormatException("Not the storage prices of a chain's configuration."));

    /// <summary>All price periods, the oldest first; at least one.</summary>
    public static IReadOnlyList<StoragePrices> ParseAll(Cell cell)
    {
        var periods = Hashmap<ulong, StoragePrices>.Load(cell, Number, Codec).Select(entry => entry.Value).ToList();
        return periods.Count > 0 ? periods : throw new CellFormatException("The chain's configuration has no storage prices.");
    }

    /// <summary>The fee of keeping data for a time.</summary>
    public Nano Fee(ulong bits, ulong cells, ulong seconds, bool masterchain = false)
    {
        var perSecond = checked((UInt128)bits * (masterchain ? MasterchainBitPrice : BitPrice) + (UInt128)cells * (masterchain ? MasterchainCellPrice : CellPrice));
        return FixedPoint.RoundUp(checked(perSecond * seconds));
    }
}
