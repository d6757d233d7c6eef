using Cocoon.Core.Money;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Registry;

/// <summary>By which rules money moves, as the registry holds them. The contract checks only that shares are at most 10,000.</summary>
/// <param name="MinReserve">What a channel must keep, in nano.</param>
/// <param name="CreditCap">Most that a client may owe beyond its newest voucher, in nano.</param>
/// <param name="MaxHolds">Holds of one channel at once.</param>
/// <param name="MaxHoldSeconds">Longest time between a hold and its deadline.</param>
/// <param name="SettleReceipts">A batch is cut when it has this many receipts.</param>
/// <param name="SettleAgeSeconds">A batch is cut when its oldest receipt is this old.</param>
/// <param name="MaxFeeShareBps">Network fees count as small below this share of what is paid, in basis points.</param>
/// <param name="FinalityBlocks">Blocks on top of a transaction before it counts.</param>
public sealed record RegistryParameters(
    Nano MinReserve, Nano CreditCap, ushort MaxHolds, uint MaxHoldSeconds,
    uint SettleReceipts, uint SettleAgeSeconds, ushort MaxFeeShareBps, ushort FinalityBlocks)
{
    /// <summary>Audits, bonuses and epochs; null for none of it, which is also what registries of before have.</summary>
    public RegistryIncentives? Incentives { get; init; }

    /// <summary>Without incentives the cell ends where it did before there were any.</summary>
    /// <exception cref="CellFormatException">An amount is negative.</exception>
    public Cell ToCell()
    {
        var rules = new CellBuilder()
            .StoreCoins(MinReserve)
            .StoreCoins(CreditCap)
            .StoreUInt(MaxHolds, 16)
            .StoreUInt(MaxHoldSeconds, 32)
            .StoreUInt(SettleReceipts, 32)
            .StoreUInt(SettleAgeSeconds, 32)
            .StoreUInt(MaxFeeShareBps, 16)
            .StoreUInt(FinalityBlocks, 16);
        return (Incentives is { } incentives ? rules.StoreRef(incentives.ToCell()) : rules).Build();
    }

    /// <exception cref="CellFormatException">Not such a cell, or an amount beyond 63 bits.</exception>
    public static RegistryParameters Read(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var slice = cell.BeginParse();
        var parameters = new RegistryParameters(
            slice.LoadCoins(), slice.LoadCoins(), (ushort)slice.LoadUInt(16), slice.LoadUInt32(),
            slice.LoadUInt32(), slice.LoadUInt32(), (ushort)slice.LoadUInt(16), (ushort)slice.LoadUInt(16))
        {
            Incentives = slice.IsEmpty ? null : RegistryIncentives.Read(slice.LoadRef()),
        };
        slice.RequireEnd();
        return parameters;
    }
}
