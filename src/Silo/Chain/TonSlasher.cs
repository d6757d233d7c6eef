using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Fees;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Wallets;

namespace Cocoon.Silo.Chain;

/// <summary>The slasher's wallet over a TON node. It needs money for fees; what is slashed goes where the stake's terms say. Thread-safe.</summary>
public sealed class TonSlasher(MarketParameters market, SigningKey slasherKey, IReadOnlyDictionary<AccountAddress, AccountAddress> stakes, ITonClient client, IEd25519 ed25519) : ISlasher
{
    /// <summary>How long a signed message may be accepted; a lost one is signed anew after it.</summary>
    private const uint ValiditySeconds = 60;

    /// <summary>What the wallet uses up when money comes, rounded up.</summary>
    private const ulong ReceivingGas = 1_000;

    /// <summary>The rent that an idle wallet may owe when it sends: a year's.</summary>
    private const ulong RentSeconds = 31_557_600;

    /// <summary>The slasher of the stakes that this market may slash.</summary>
    public static WalletV5R1 Wallet(SigningKey slasherKey, int networkId) => new(slasherKey.PublicKey.Span, networkId, 0);

    public async Task<StakeFacts?> Find(AccountAddress provider, CancellationToken cancellationToken)
    {
        if (!stakes.TryGetValue(provider, out var stake)) return null;
        var account = await client.GetAccountAsync(stake, cancellationToken);
        if (account is not { Code: { } code, Data: { } data } || StakeContract.Read(code, data) is not { } found) return null;
        // Only a stake of this provider that answers to this wallet: any other would refuse the message.
        var isOurs = found.Terms.NetworkId == market.NetworkId && found.Terms.Owner == provider
            && found.Terms.Slasher == Wallet(slasherKey, market.NetworkId).Address && StakeContract.IsAt(stake, found.Terms);
        return isOurs ? new StakeFacts(stake, found.AtStake, Facts(found), found.UsedEvidence, account.SyncTime) : null;
    }

    public async Task<SlasherPurse> Purse(SlashOrder order, CancellationToken cancellationToken)
    {
        var wallet = Wallet(slasherKey, market.NetworkId);
        var account = await client.GetAccountAsync(wallet.Address, cancellationToken);
        var prices = await FeePrices.LoadAsync(client, cancellationToken: cancellationToken);
        var message = Message(order);
        var stored = CellUsage.Of(wallet.Init.ToCell());
        var rent = prices.StorageFee(stored.Bits, stored.Cells, RentSeconds);
        var fees = prices.ImportFee(Transfer(wallet, account, message).Message) + prices.GasFee(SettlementFees.WalletGas + SettlementFees.WalletGasPerMessage)
            + prices.ForwardFee(message.ToCell()) + rent;
        return new SlasherPurse(wallet.Address, account.Balance, message.Value + fees, prices.GasFee(ReceivingGas) + rent);
    }

    public async Task<ChainAttempt> Sign(SlashOrder order, CancellationToken cancellationToken)
    {
        var wallet = Wallet(slasherKey, market.NetworkId);
        var account = await client.GetAccountAsync(wallet.Address, cancellationToken);
        var (transfer, validUntil, seqno) = Transfer(wallet, account, Message(order));
        return new ChainAttempt(new HexBytes(Boc.Write(transfer)), validUntil, seqno);
    }

    public async Task<SlashOutcome> WhyDropped(SlashOrder order, CancellationToken cancellationToken)
    {
        var outcome = SlashOutcome.Dropped;
        // A lapse names no evidence. There is one slash at a time: of those seen on the way back, the last before the announcement ended it.
        await foreach (var transaction in Transactions.Newest(client, order.Stake, cancellationToken))
        {
            if (transaction is not { ComputeSucceeded: true, In: { IsExternal: false, Bounced: false } message }) continue;
            switch (StakeMessage.Read(message.Body))
            {
                case StakeMessage.Resolve resolve when resolve.Evidence == order.Evidence:
                    return SlashOutcome.Rejected;
                case StakeMessage.LapseSlash:
                    outcome = SlashOutcome.Lapsed;
                    break;
                case StakeMessage.AnnounceSlash announced when announced.Evidence == order.Evidence:
                    return outcome;
            }
        }
        return SlashOutcome.Dropped;
    }

    private static SlashFacts? Facts(StakeOnChain stake) => stake.Slash is { } slash
        ? new SlashFacts(slash.Evidence, slash.ExecutesAt, slash.Appeal is { } appeal ? (long)appeal.At + stake.Terms.AppealTimeout + 1 : null)
        : null;

    private static InternalMessage Message(SlashOrder order)
    {
        var queryId = BitConverter.ToUInt64(order.Evidence.ToArray());
        return StakeContract.Send(order.Stake, order.Says switch
        {
            SlashMessage.Announce => new StakeMessage.AnnounceSlash(queryId, order.Amount, order.Evidence),
            SlashMessage.Execute => new StakeMessage.ExecuteSlash(queryId, order.Evidence),
            SlashMessage.Lapse => new StakeMessage.LapseSlash(queryId),
            _ => throw new ArgumentException($"A slash does not say {order.Says}.", nameof(order)),
        });
    }

    private (Cell Message, uint ValidUntil, uint Seqno) Transfer(WalletV5R1 wallet, TonAccount account, InternalMessage message)
    {
        var validUntil = checked(account.SyncTime + ValiditySeconds);
        var seqno = WalletV5R1.Seqno(account.Data);
        return (wallet.CreateTransfer(slasherKey, seqno, validUntil, [message], ed25519), validUntil, seqno);
    }
}
