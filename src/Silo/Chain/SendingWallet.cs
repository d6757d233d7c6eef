using Cocoon.Core.Crypto;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Silo.Chain;

/// <summary>A wallet that the market sends from: what messages out of it take, and the signature under them. Thread-safe.</summary>
internal sealed class SendingWallet(WalletV5R1 wallet, SigningKey key, ITonClient client, IEd25519 ed25519)
{
    /// <summary>How long a signed message may be accepted; a lost one is signed anew after it.</summary>
    internal const uint ValiditySeconds = 60;

    /// <summary>What the wallet uses up when money comes, rounded up.</summary>
    private const ulong ReceivingGas = 1_000;

    /// <summary>The rent that an idle wallet may owe when it sends: a year's.</summary>
    private const ulong RentSeconds = 31_557_600;

    /// <summary>What these messages take at the chain's present prices, and what there is for them.</summary>
    public async Task<WalletPurse> Purse(IReadOnlyCollection<InternalMessage> messages, CancellationToken cancellationToken)
    {
        var account = await client.GetAccountAsync(wallet.Address, cancellationToken);
        var prices = await FeePrices.LoadAsync(client, cancellationToken: cancellationToken);
        var stored = CellUsage.Of(wallet.Init.ToCell());
        var rent = prices.StorageFee(stored.Bits, stored.Cells, RentSeconds);
        var gas = SettlementFees.WalletGas + (SettlementFees.WalletGasPerMessage * (ulong)messages.Count);
        var fees = prices.ImportFee(Transfer(account, messages).Message) + prices.GasFee(gas) + rent;
        var needed = messages.Aggregate(fees, (sum, message) => sum + message.Value + prices.ForwardFee(message.ToCell()));
        return new WalletPurse(wallet.Address, account.Balance, needed, prices.GasFee(ReceivingGas) + rent);
    }

    /// <summary>Signs one message of the wallet that sends these. Sends nothing.</summary>
    public async Task<ChainAttempt> Sign(IReadOnlyCollection<InternalMessage> messages, CancellationToken cancellationToken)
    {
        var (transfer, validUntil, seqno) = Transfer(await client.GetAccountAsync(wallet.Address, cancellationToken), messages);
        return new ChainAttempt(new HexBytes(Boc.Write(transfer)), validUntil, seqno);
    }

    private (Cell Message, uint ValidUntil, uint Seqno) Transfer(TonAccount account, IReadOnlyCollection<InternalMessage> messages)
    {
        var validUntil = checked(account.SyncTime + ValiditySeconds);
        var seqno = WalletV5R1.Seqno(account.Data);
        return (wallet.CreateTransfer(key, seqno, validUntil, messages, ed25519), validUntil, seqno);
    }
}
