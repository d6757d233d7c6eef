using Cocoon.Core.Market;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Registry;

/// <summary>How the market keeps providers honest and draws them to where they are missed, as the registry holds it. Shares are in basis points, at most 10,000.</summary>
/// <param name="AuditBps">Share of deterministic jobs that are run again and compared.</param>
/// <param name="ColdBonusBps">Share of the charge on top of the pay for a model with too few offers.</param>
/// <param name="ColdProviders">From so many offers on a model has enough.</param>
/// <param name="EarlyBonusBps">Share of the charge on top of the pay of who joined early.</param>
/// <param name="EarlyUntil">Who joined before this second (Unix time) joined early; 0 for nobody.</param>
/// <param name="EpochSeconds">Between two reputation roots; 0 for none.</param>
public sealed record RegistryIncentives(ushort AuditBps, ushort ColdBonusBps, ushort ColdProviders, ushort EarlyBonusBps, uint EarlyUntil, uint EpochSeconds)
{
    /// <summary>The highest of the shares.</summary>
    public ushort HighestShare => Math.Max(AuditBps, Math.Max(ColdBonusBps, EarlyBonusBps));

    public Cell ToCell() => new CellBuilder()
        .StoreUInt(AuditBps, 16)
        .StoreUInt(ColdBonusBps, 16)
        .StoreUInt(ColdProviders, 16)
        .StoreUInt(EarlyBonusBps, 16)
        .StoreUInt(EarlyUntil, 32)
        .StoreUInt(EpochSeconds, 32)
        .Build();

    /// <exception cref="CellFormatException">Not such a cell.</exception>
    public static RegistryIncentives Read(Cell cell)
    {
        ArgumentNullException.ThrowIfNull(cell);
        var slice = cell.BeginParse();
        var incentives = new RegistryIncentives(
            (ushort)slice.LoadUInt(16), (ushort)slice.LoadUInt(16), (ushort)slice.LoadUInt(16), (ushort)slice.LoadUInt(16), slice.LoadUInt32(), slice.LoadUInt32());
        slice.RequireEnd();
        return incentives;
    }

    /// <exception cref="OverflowException">Epochs of more than <see cref="int.MaxValue"/> seconds.</exception>
    public MarketIncentives ToMarketIncentives() => new(
        AuditBps, ColdBonusBps, ColdProviders, EarlyBonusBps, EarlyUntil == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(EarlyUntil), checked((int)EpochSeconds));
}
