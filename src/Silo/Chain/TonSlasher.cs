using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Market;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Wallets;

namespace Cocoon.Silo.Chain;

/// <summary>The slasher's wallet over a TON node. It needs money for fees; what is slashed goes where the stake's terms say. Thread-safe.</summary>
public sealed class TonSlasher(MarketParameters market, SigningKey slasherKey, IReadOnlyDictionary<AccountAddress, AccountAddress> stakes, ITonClient client, IEd25519 ed25519) : ISlasher
{
    private readonly SendingWallet _wallet = new(Wallet(slasherKey, market.NetworkId), slasherKey, client, ed25519);

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

    public Task<WalletPurse> Purse(SlashOrder order, CancellationToken cancellationToken) => _wallet.Purse([Message(order)], cancellationToken);

    public Task<ChainAttempt> Sign(SlashOrder order, CancellationToken cancellationToken) => _wallet.Sign([Message(order)], cancellationToken);

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
}
