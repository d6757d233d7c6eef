using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;

namespace Cocoon.Grains.Settlement;

/// <summary>Follows what providers draw from the vault by proof.</summary>
public sealed partial class SettlementGrain
{
    /// <summary>Notes draws that the books do not have, and takes them over once the last of them is final. The seqno is the vault's.</summary>
    private async Task FollowDraws(uint seqno, CancellationToken cancellationToken)
    {
        if (seqno <= State.NextSeqno)
        {
            await Commit(Settlements.DrawsGone);
            return;
        }
        var clock = await chain.Clock(cancellationToken);
        var drawn = await chain.ReadDraws(Shard, [.. State.Providers.Keys], cancellationToken);
        var news = drawn.Count(draw => draw.Value > State.Providers[draw.Key].Drawn);
        // Without news something else moved the vault on; reconciling names it.
        var last = news > 0 || State.Open?.PayoutAttempt is not null ? await chain.FindPayout(Shard, Under(seqno - 1), cancellationToken) : PayoutSighting.NotSeen;
        if (last.Fate != PayoutFate.UsedByDraw)
        {
            await Commit(Settlements.DrawsGone);
            return;
        }
        var block = (await chain.Clock(cancellationToken)).Block;
        await Commit(state => Settlements.DrawsSeen(state, new DrawSighting(seqno, last.Transaction, block)));
        if (clock.Block < State.Draws!.Block + market.Channel.FinalityBlocks) return;
        // A draw that came meanwhile is among those read, and not final: all of them wait for it.
        if ((await chain.ReadVault(Shard, cancellationToken))?.Seqno != seqno) return;
        LogDraws(Shard, news);
        await Commit(state => Settlements.AdoptDraws(state, drawn));
    }

    /// <summary>The open batch, or one of nothing, to ask what used a seqno.</summary>
    private Batch Under(uint seqno) => State.Open is { } open ? open with { Seqno = seqno } : new Batch
    {
        Seqno = seqno,
        Receipts = [],
        Claims = [],
        Payouts = [],
        Earnings = [],
        ReceiptRoot = State.LastReceiptRoot,
        EarningsRoot = State.LastEarningsRoot,
        CutAt = Time.GetUtcNow(),
    };
}
