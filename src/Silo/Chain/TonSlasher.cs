using Cocoon.Core.Accounts;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Cells;
using Cocoon.Ton.Client;
using Cocoon.Ton.Crypto;
using Cocoon.Ton.Stakes;
using Cocoon.Ton.Wallets;

namespace Cocoon.Silo.Chain;

/// <summary>The slasher's wallet over a TON node. It needs money for fees; what is slashed goes where the stake's terms say. Thread-safe.</summary>
public sealed class TonSlasher(MarketParameters market, SigningKey slasherKey, IReadOnlyDictionary<AccountAddress, AccountAddress> stakes, ITonClient client, IEd25519 ed25519) : ISlasher
{
    /// <summary>How long a signed message may be accepted; a lost one is signed anew after it.</summary>
    private const uint ValiditySeconds = 60;

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
        return isOurs ? new StakeFacts(stake, found.AtStake, found.Slash?.Evidence, [.. found.UsedEvidence.Keys], account.SyncTime) : null;
    }

    public async Task<ChainAttempt> Sign(SlashOrder order, CancellationToken cancellationToken)
    {
        var wallet = Wallet(slasherKey, market.NetworkId);
        var account = await client.GetAccountAsync(wallet.Address, cancellationToken);
        var validUntil = checked(account.SyncTime + ValiditySeconds);
        var seqno = WalletV5R1.Seqno(account.Data);
        var queryId = BitConverter.ToUInt64(order.Evidence.ToArray());
        var message = StakeContract.Send(order.Stake, new StakeMessage.AnnounceSlash(queryId, order.Amount, order.Evidence));
        return new ChainAttempt(new HexBytes(Boc.Write(wallet.CreateTransfer(slasherKey, seqno, validUntil, [message], ed25519))), validUntil, seqno);
    }
}
