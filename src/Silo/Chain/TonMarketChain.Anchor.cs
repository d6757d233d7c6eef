using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Messages;
using Cocoon.Ton.Wallets;

namespace Cocoon.Silo.Chain;

public sealed partial class TonMarketChain
{
    /// <summary>Comes with an anchor, so that the vault can take it: gas, and the rest stays there.</summary>
    private static readonly Nano AnchorValue = new(10_000_000);

    public async Task<ChainAttempt> SignAnchor(int shard, Anchor anchor, CancellationToken cancellationToken)
    {
        var wallet = Wallet(operatorKey, market.NetworkId, shard);
        var account = await client.GetAccountAsync(wallet.Address, cancellationToken);
        var validUntil = checked(account.SyncTime + ValiditySeconds);
        var seqno = WalletV5R1.Seqno(account.Data);
        var message = new InternalMessage(market.Vaults[shard], AnchorValue, Bounce: true, TextComment.Create(anchor.Comment()));
        return Attempt(wallet.CreateTransfer(operatorKey, seqno, validUntil, [message], ed25519), validUntil, seqno);
    }

    public async Task<HexBytes> FindAnchor(int shard, Anchor anchor, CancellationToken cancellationToken)
    {
        var (sender, body) = (Wallet(operatorKey, market.NetworkId, shard).Address, TextComment.Create(anchor.Comment()));
        await foreach (var transaction in Newest(shard, cancellationToken))
        {
            if (transaction.Time < anchor.Since) break;
            // Anybody can write such a comment; only the market's own wallet speaks for it.
            if (transaction is { ComputeSucceeded: true, In: { Bounced: false } message } && message.Source == sender && message.Body.Equals(body)) return transaction.Hash;
        }
        return default;
    }
}
