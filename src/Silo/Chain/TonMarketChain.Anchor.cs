using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Ton.Messages;

namespace Cocoon.Silo.Chain;

public sealed partial class TonMarketChain
{
    /// <summary>Comes with an anchor, so that the vault can take it: gas, and the rest stays there.</summary>
    private static readonly Nano AnchorValue = new(10_000_000);

    public Task<WalletPurse> AnchorPurse(int shard, Anchor anchor, CancellationToken cancellationToken) => Sender(shard).Purse([Comment(shard, anchor)], cancellationToken);

    public Task<ChainAttempt> SignAnchor(int shard, Anchor anchor, CancellationToken cancellationToken) => Sender(shard).Sign([Comment(shard, anchor)], cancellationToken);

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

    private InternalMessage Comment(int shard, Anchor anchor) => new(market.Vaults[shard], AnchorValue, Bounce: true, TextComment.Create(anchor.Comment()));
}
