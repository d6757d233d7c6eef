using Cocoon.Core.Crypto;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>Puts the hashes of epochs on chain, from the wallet that claims and never beside a claim.</summary>
public sealed partial class SettlementGrain
{
    public async Task<HexBytes> Anchor(long epoch, HexBytes root)
    {
        await (_reminding is { IsFaulted: false } ? _reminding : _reminding = Remind());
        var after = await Commit(state => Settlements.AskAnchor(state, epoch, root));
        return after.Anchor is { IsFinal: true } anchor && anchor.Epoch == epoch ? anchor.Transaction : default;
    }

    private async Task DriveAnchor(CancellationToken cancellationToken)
    {
        if (!Settlements.WantsAnchor(State)) return;
        // The clock first: if it is not seen after its validity ended, it can never be accepted any more.
        var clock = await chain.Clock(cancellationToken);
        if (State.Anchor is { Attempt: not null } sent && await chain.FindAnchor(Shard, sent, cancellationToken) is { IsEmpty: false } transaction)
        {
            var block = (await chain.Clock(cancellationToken)).Block;
            await Commit(state => Settlements.AnchorSeen(state, transaction, block));
            if (clock.Block < State.Anchor!.Block + market.Channel.FinalityBlocks) return;
            await Commit(Settlements.AnchorFinal);
            _poor = null;
            LogAnchored(Shard, State.Anchor.Epoch, transaction.ToString());
            return;
        }
        await Commit(Settlements.AnchorGone);
        if (State.Anchor!.Attempt is null || State.Anchor.Attempt.ValidUntil < clock.Time)
        {
            if (!await CanPay(() => chain.AnchorPurse(Shard, State.Anchor, cancellationToken))) return;
            var attempt = await chain.SignAnchor(Shard, State.Anchor, cancellationToken);
            await Commit(state => Settlements.AnchorSigned(state, attempt, clock.Time));
        }
        await chain.Send(State.Anchor.Attempt!, cancellationToken);
    }
}
