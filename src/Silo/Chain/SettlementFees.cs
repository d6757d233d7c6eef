using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Client;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Vaults;

namespace Cocoon.Silo.Chain;

/// <summary>What settling costs at the prices that the chain's config has now. Thread-safe.</summary>
internal sealed class SettlementFees(ITonClient client)
{
    // Gas units and sizes of our messages, rounded up from what contracts/bench measures.
    private const ulong ClaimGas = 3_800;
    private const ulong ClaimReceivedGas = 800;
    internal const ulong WalletGas = 5_000;
    internal const ulong WalletGasPerMessage = 720;
    private const ulong ClaimBits = 1_400;
    private const ulong ClaimCells = 3;
    private const ulong BatchBits = 1_500;
    private const ulong BatchCells = 4;
    private const ulong PayoutBits = 650;
    private const ulong PayoutCells = 2;

    public async Task<SettlementCosts> Costs(CancellationToken cancellationToken)
    {
        var prices = await FeePrices.LoadAsync(client, cancellationToken: cancellationToken);
        return new SettlementCosts(
            Batch: prices.GasFee(WalletGas) + prices.GasFee(VaultContract.BatchGas) + prices.ImportFee(BatchBits, BatchCells),
            Claim: prices.GasFee(ClaimGas) + prices.GasFee(ClaimReceivedGas) + prices.GasFee(WalletGasPerMessage)
                + prices.ForwardFee(ClaimBits, ClaimCells) + prices.ForwardFee(0, 0) + prices.ImportFee(ClaimBits, ClaimCells),
            Payout: prices.ForwardFee(0, 0) + prices.ImportFee(PayoutBits, PayoutCells));
    }

    /// <summary>What the vault must hold besides the payouts of a batch: their bodies stand in the root cell, which travels for the lump price.</summary>
    public async Task<Nano> Sending(int payouts, CancellationToken cancellationToken)
    {
        var prices = await FeePrices.LoadAsync(client, cancellationToken: cancellationToken);
        return prices.GasFee(VaultContract.BatchGas) + new Nano(checked(prices.ForwardFee(0, 0).Value * payouts));
    }
}
