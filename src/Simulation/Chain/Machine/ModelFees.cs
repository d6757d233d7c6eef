using Cocoon.Core.Money;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Fees;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>
/// The prices of a simulated chain. Forward, import and storage fees are calculated as the node does; gas is not metered:
/// each run uses the same amount. Immutable.
/// </summary>
/// <param name="Prices">What the chain's config says.</param>
/// <param name="Gas">Gas that each run of a contract uses, in units.</param>
/// <param name="Stored">What each contract is charged rent for.</param>
public sealed record ModelFees(FeePrices Prices, ulong Gas, CellUsage Stored)
{
    private const int NetworkIdParam = 19;

    /// <summary>Mainnet's prices in 2025, and about what a claim, the most frequent message, uses.</summary>
    public static ModelFees Mainnet { get; } = new(
        new FeePrices(
            new GasPrices(FlatLimit: 100, FlatPrice: 40_000, Price: 26_214_400, Limit: 1_000_000, Credit: 10_000),
            new ForwardPrices(LumpPrice: 400_000, BitPrice: 26_214_400, CellPrice: 2_621_440_000, FirstFraction: 21_845),
            [new StoragePrices(Since: 0, BitPrice: 1, CellPrice: 500, MasterchainBitPrice: 1_000, MasterchainCellPrice: 500_000)]),
        Gas: 3_800,
        Stored: new CellUsage(14_000, 30));

    public Nano RunFee => Prices.GasFee(Gas);

    /// <summary>All prices times a factor, rounded down.</summary>
    public ModelFees Scaled(uint numerator, uint denominator)
    {
        ArgumentOutOfRangeException.ThrowIfZero(denominator);
        ulong Of(ulong price) => checked(price * numerator) / denominator;
        var (gas, forward) = (Prices.Gas, Prices.Forward);
        return this with
        {
            Prices = Prices with
            {
                Gas = gas with { FlatPrice = Of(gas.FlatPrice), Price = Of(gas.Price) },
                Forward = forward with { LumpPrice = Of(forward.LumpPrice), BitPrice = Of(forward.BitPrice), CellPrice = Of(forward.CellPrice) },
                Storage = [.. Prices.Storage.Select(period => period with
                {
                    BitPrice = Of(period.BitPrice), CellPrice = Of(period.CellPrice),
                    MasterchainBitPrice = Of(period.MasterchainBitPrice), MasterchainCellPrice = Of(period.MasterchainCellPrice),
                })],
            },
        };
    }

    /// <summary>Parameters 18 to 21, 24 and 25 as the chain's config has them; null for another. The masterchain's prices are the basechain's.</summary>
    public Cell? Config(int number, int networkId) => number switch
    {
        18 => StorageConfig(),
        NetworkIdParam => new CellBuilder().StoreInt(networkId, 32).Build(),
        20 or 21 => GasConfig(),
        24 or 25 => ForwardConfig(),
        _ => null,
    };

    private Cell GasConfig()
    {
        const ulong blockLimit = 10_000_000;
        const ulong freezeDueLimit = 100_000_000;
        const ulong deleteDueLimit = 1_000_000_000;
        var gas = Prices.Gas;
        return new CellBuilder()
            .StoreUInt(0xd1, 8).StoreUInt(gas.FlatLimit, 64).StoreUInt(gas.FlatPrice, 64)
            .StoreUInt(0xde, 8).StoreUInt(gas.Price, 64).StoreUInt(gas.Limit, 64).StoreUInt(gas.Limit, 64).StoreUInt(gas.Credit, 64)
            .StoreUInt(blockLimit, 64).StoreUInt(freezeDueLimit, 64).StoreUInt(deleteDueLimit, 64)
            .Build();
    }

    private Cell ForwardConfig()
    {
        var forward = Prices.Forward;
        return new CellBuilder()
            .StoreUInt(0xea, 8).StoreUInt(forward.LumpPrice, 64).StoreUInt(forward.BitPrice, 64).StoreUInt(forward.CellPrice, 64)
            .StoreUInt(0, 32) // price factor of instant routing
            .StoreUInt(forward.FirstFraction, 16).StoreUInt(forward.FirstFraction, 16)
            .Build();
    }

    private Cell StorageConfig()
    {
        var periods = new Hashmap<ulong, StoragePrices>(HashmapKey.UInt(32), new CellCodec<StoragePrices>(
            (builder, period) => builder.StoreUInt(0xcc, 8).StoreUInt(period.Since, 32).StoreUInt(period.BitPrice, 64).StoreUInt(period.CellPrice, 64)
                .StoreUInt(period.MasterchainBitPrice, 64).StoreUInt(period.MasterchainCellPrice, 64),
            _ => throw new NotSupportedException("Prices are written, not read.")));
        for (var i = 0; i < Prices.Storage.Count; i++) periods[(ulong)i] = Prices.Storage[i];
        return periods.ToCell()!;
    }
}
