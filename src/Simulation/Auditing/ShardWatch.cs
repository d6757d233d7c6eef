using System.Collections.Immutable;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Simulation.Auditing;

/// <summary>A second, simple model of one settlement shard: which receipts it ever took, and what it signed under which seqno.</summary>
internal sealed class ShardWatch(int shard, Action<string> violation)
{
    private readonly HashSet<HexBytes> _taken = [];
    private readonly Dictionary<uint, (HexBytes Receipts, HexBytes Earnings)> _signed = [];

    public SettlementState? State { get; private set; }

    public bool Has(HexBytes receipt) => _taken.Contains(receipt);

    /// <param name="next">The record as stored.</param>
    /// <param name="isPosted">Whether its channel has charged for a receipt.</param>
    /// <param name="archived">The archived batch of a seqno; null for none.</param>
    /// <param name="chain">What the chain has shown so far.</param>
    /// <param name="finality">Blocks until a payout is final.</param>
    public void Stored(SettlementState next, Func<ReceiptLine, bool> isPosted, Func<uint, Batch?> archived, ChainWatch chain, uint finality)
    {
        var before = State ?? new SettlementState();
        var isNew = next.Open is not null && before.Open is null;
        var kept = before.Pending.Count - (isNew ? next.Open!.Receipts.Count : 0);
        if (isNew) RequireCut(before, next.Open!);
        if (kept < 0 || kept > next.Pending.Count) violation($"I8: shard {shard} has {next.Pending.Count} receipts waiting, {kept} have to");
        else Take(next.Pending, kept, isPosted);
        if (before.Open is { } open) FollowBatch(open, next, archived);
        if (next.Open?.PayoutAttempt is not null) RequireSame(next.Open);
        RequireCovered(before, next);
        if (next.NextSeqno > chain.Seqno(shard)) violation($"I7: shard {shard} goes on to batch {next.NextSeqno}, and the vault expects {chain.Seqno(shard)}");
        if (before.Open is { Sighting: { } sighting } && next.Open is null) RequireFinal(before.Open.Seqno, sighting, chain, finality);
        State = next;
    }

    private void RequireCut(SettlementState before, Batch batch)
    {
        for (var i = 0; i < batch.Receipts.Count; i++)
            if (i >= before.Pending.Count || before.Pending[i].Hash != batch.Receipts[i].Hash)
            {
                violation($"I6: batch {batch.Seqno} of shard {shard} was not cut from the oldest receipts");
                return;
            }
    }

    private void Take(ImmutableList<ReceiptLine> pending, int kept, Func<ReceiptLine, bool> isPosted)
    {
        for (var i = kept; i < pending.Count; i++)
        {
            if (!_taken.Add(pending[i].Hash)) violation($"I6: shard {shard} took the receipt of job {pending[i].Job} twice");
            if (!isPosted(pending[i])) violation($"I6: shard {shard} has a receipt of job {pending[i].Job} that its channel never charged");
        }
    }

    private void FollowBatch(Batch open, SettlementState next, Func<uint, Batch?> archived)
    {
        if (next.Open is { } batch)
        {
            if (batch.ReceiptRoot != open.ReceiptRoot) violation($"I7: batch {open.Seqno} of shard {shard} was exchanged for another one");
            if (batch.Seqno < open.Seqno) violation($"I7: batch {open.Seqno} of shard {shard} became {batch.Seqno}");
        }
        else if (archived(open.Seqno)?.ReceiptRoot != open.ReceiptRoot) violation($"I8: batch {open.Seqno} of shard {shard} was closed without its archive");
    }

    /// <summary>One seqno is signed for one batch only (I7).</summary>
    private void RequireSame(Batch batch)
    {
        var roots = (batch.ReceiptRoot, batch.EarningsRoot);
        if (_signed.TryGetValue(batch.Seqno, out var signed) && signed != roots) violation($"I7: shard {shard} signed two batches with seqno {batch.Seqno}");
        _signed[batch.Seqno] = roots;
    }

    /// <summary>Receipts are taken with a voucher that covers them (I4).</summary>
    private void RequireCovered(SettlementState before, SettlementState next)
    {
        if (ReferenceEquals(before.Channels, next.Channels)) return;
        foreach (var (channel, tally) in next.Channels)
            if (tally.Charged > tally.Voucher.Voucher.Amount) violation($"I4: shard {shard} took charges of {tally.Charged} from {channel} with a voucher for {tally.Voucher.Voucher.Amount}");
    }

    /// <summary>What is confirmed is on the chain for good (I7).</summary>
    private void RequireFinal(uint seqno, BatchSighting sighting, ChainWatch chain, uint finality)
    {
        if (chain.Highest < sighting.Block + finality) violation($"I7: shard {shard} confirmed batch {seqno} at height {chain.Highest}, and saw it in block {sighting.Block}");
        if (!chain.Has(shard, sighting.Transaction)) violation($"I7: shard {shard} confirmed batch {seqno} by transaction {sighting.Transaction}, which the chain does not show");
    }
}
