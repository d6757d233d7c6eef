using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Core.Tests.Models;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>
/// A settlement shard after docs/settlement.md, written a second time with dictionaries and sums. Channels and providers by
/// number, amounts in nano, times in seconds of the chain.
/// </summary>
internal sealed partial class BatchModel(SettlementPolicy policy)
{
    public Dictionary<int, ModelChannel> Channels { get; } = [];

    public Dictionary<int, ModelTally> Providers { get; } = [];

    public List<ReceiptLine> Pending { get; private set; } = [];

    public ModelBatch? Open { get; private set; }

    public uint NextSeqno { get; private set; }

    public long Fees { get; private set; }

    public long Bonuses { get; private set; }

    /// <summary>Draws that are not final.</summary>
    public (uint Seqno, byte Transaction, uint Block)? Draws { get; private set; }

    public List<ModelDifference> Differences { get; private set; } = [];

    private readonly List<ModelDifference> _accepted = [];

    /// <summary>Batches confirmed; from the first on, the vault's roots are known.</summary>
    private int _confirmed;

    /// <param name="channel">Whose outbox.</param>
    /// <param name="signed">Its voucher: cumulative amount and seqno.</param>
    /// <param name="receipts">Receipts with the cumulative charge after each.</param>
    /// <param name="claimBy">When the voucher has to be claimed.</param>
    public Expected Push(int channel, (long Amount, uint Seqno) signed, IReadOnlyList<PostedReceipt> receipts, DateTimeOffset? claimBy)
    {
        var known = Channels.GetValueOrDefault(channel);
        var fresh = receipts.Where(receipt => receipt.Number > (known?.Last ?? 0)).ToList();
        List<RefusalCode> reasons = [];
        if (fresh.Select((receipt, index) => receipt.Number - index).Any(number => number != (known?.Last ?? 0) + 1)) reasons.Add(RefusalCode.SettlementGap);
        if (fresh.Exists(receipt => BatchRun.Number(receipt.Line.Channel) != channel)) reasons.Add(RefusalCode.WrongChannel);
        if (fresh.Exists(receipt => receipt.ChargedAfter.Value > signed.Amount)) reasons.Add(RefusalCode.VoucherRequired);
        if (reasons.Count > 0) return Expected.Refused(reasons);

        // The newest voucher's word counts; among pushes of that voucher, the most urgent one's.
        if (known is not null && signed.Seqno <= known.Seqno)
            claimBy = signed.Seqno < known.Seqno ? known.ClaimBy : new[] { claimBy, known.ClaimBy }.Min();
        var changes = known is null || fresh.Count > 0 || signed.Seqno > known.Seqno || claimBy != known.ClaimBy;
        known ??= Channels[channel] = new ModelChannel { Signed = signed.Amount, Seqno = signed.Seqno };
        if (signed.Seqno > known.Seqno) (known.Signed, known.Seqno) = signed;
        known.ClaimBy = claimBy;
        foreach (var receipt in fresh)
        {
            (known.Last, known.Charged) = (receipt.Number, receipt.ChargedAfter.Value);
            Tally(receipt.Line).Accepted += receipt.Line.Pay.Value;
            Fees += receipt.Line.Fee.Value;
            Bonuses += receipt.Line.Bonus.Value;
            Pending.Add(receipt.Line);
        }
        return Expected.ChangedIf(changes);
    }

    public Expected Cut(long fee, long now)
    {
        if (Open is not null) return Expected.Same;
        if (Differences.Count > 0) return Expected.Refused(RefusalCode.SettlementBlocked);
        var lines = Pending.Take(policy.MaxReceipts).ToList();
        // Channels that end, and channels whose claim was lost: no receipt will come to claim it with.
        var others = Channels.Where(entry => entry.Value.ClaimBy is not null || !Pending.Exists(line => BatchRun.Number(line.Channel) == entry.Key)).Select(entry => entry.Key);
        foreach (var line in lines)
        {
            var tally = Tally(line);
            tally.Earned += line.Pay.Value;
            tally.OwedSince = tally.Owed > 0 ? tally.OwedSince ?? now : null;
        }
        var claims = lines.Select(line => BatchRun.Number(line.Channel)).Concat(others).Distinct().Where(channel => Channels[channel].Unclaimed > 0);
        var payouts = Providers.Where(entry => entry.Value.Owed > 0 && (fee * 10_000 <= entry.Value.Owed * policy.MaxFeeShareBps || IsOverdue(entry.Value, now)));
        var batch = new ModelBatch
        {
            Seqno = NextSeqno,
            Receipts = lines,
            Claims = claims.ToDictionary(channel => channel, channel => (Channels[channel].Signed, Channels[channel].Seqno)),
            Payouts = payouts.ToDictionary(entry => entry.Key, entry => entry.Value.Owed),
        };
        if (batch.Receipts.Count + batch.Claims.Count + batch.Payouts.Count == 0) return Expected.Same;
        (Open, Pending) = (batch, Pending[lines.Count..]);
        return Expected.Changed;
    }

    public Expected ClaimSigned(uint validUntil, uint walletSeqno, uint time)
    {
        if (Open is not { IsClaimed: false } batch) return Wrong;
        if (batch.ClaimAttempt is { } last && last.ValidUntil >= time) return Expected.Breaks("I7");
        if (batch.ClaimAttempt is { } before && walletSeqno > before.Seqno) batch.Refused++;
        batch.ClaimAttempt = (validUntil, walletSeqno);
        return Expected.Changed;
    }

    public Expected Claimed()
    {
        if (Open is not { IsClaimed: false } batch) return Wrong;
        foreach (var (channel, claim) in batch.Claims)
            if (Channels[channel].GivenUp < claim.Seqno) Channels[channel].Claimed = Math.Max(Channels[channel].Claimed, claim.Amount);
        batch.IsClaimed = true;
        return Expected.Changed;
    }

    public Expected GiveUp(DifferenceKind kind, int channel, long claimed)
    {
        if (Open is not { IsClaimed: false } || !Channels.TryGetValue(channel, out var known)) return Wrong;
        (known.GivenUp, known.Claimed) = (known.Seqno, claimed);
        if (claimed < known.Charged) Differences.Add(new(kind, channel, known.Charged, claimed));
        return Expected.Changed;
    }

    public Expected PayoutSigned(uint validUntil, uint time)
    {
        if (Open is not { IsClaimed: true } batch) return Wrong;
        if (batch.PayoutValidUntil >= time) return Expected.Breaks("I7");
        batch.PayoutValidUntil = validUntil;
        return Expected.Changed;
    }

    public Expected PayoutSeen(byte transaction, uint block, bool rejected)
    {
        if (Open is not { IsClaimed: true } batch) return Wrong;
        if (batch.Seen is { } seen && seen.Transaction == transaction && seen.Block <= block) return Expected.Same;
        batch.Seen = (transaction, block, rejected);
        return Expected.Changed;
    }

    public Expected PayoutGone()
    {
        if (Open is { Seen: null }) return Expected.Same;
        if (Open is not { IsClaimed: true } batch) return Wrong;
        batch.Seen = null;
        return Expected.Changed;
    }

    public Expected PayoutRejected()
    {
        if (Open is not { IsClaimed: true, Seen.Rejected: true } batch) return Wrong;
        batch.Seqno = ++NextSeqno;
        (batch.Seen, batch.PayoutValidUntil) = (null, null);
        return Expected.Changed;
    }

    /// <param name="claimed">What the chain shows of the batch's channels when its payout is final.</param>
    public Expected ClaimsFinal(IReadOnlyDictionary<int, long> claimed)
    {
        if (Open is not { IsClaimed: true }) return Wrong;
        var lost = claimed.Where(seen => seen.Value < Channels[seen.Key].Claimed).ToList();
        foreach (var (channel, amount) in lost) Channels[channel].Claimed = amount;
        return Expected.ChangedIf(lost.Count > 0);
    }

    public Expected Confirm(long now)
    {
        if (Open is not { IsClaimed: true, Seen.Rejected: false } batch) return Wrong;
        foreach (var (provider, amount) in batch.Payouts)
        {
            var tally = Providers[provider];
            tally.Paid += amount;
            tally.OwedSince = tally.Owed > 0 ? now : null;
        }
        NextSeqno++;
        _confirmed++;
        Open = null;
        return Expected.Changed;
    }

    public Expected DrawsSeen(uint seqno, byte transaction, uint block)
    {
        if (Draws is { } seen && (seen.Seqno, seen.Transaction) == (seqno, transaction) && seen.Block <= block) return Expected.Same;
        Draws = (seqno, transaction, block);
        return Expected.Changed;
    }

    public Expected DrawsGone()
    {
        var had = Draws is not null;
        Draws = null;
        return Expected.ChangedIf(had);
    }

    public Expected AdoptDraws(IReadOnlyDictionary<int, long> drawn)
    {
        if (Draws is not { Seqno: var seqno }) return Wrong;
        foreach (var (provider, amount) in drawn)
        {
            if (!Providers.TryGetValue(provider, out var tally)) continue;
            tally.Drawn = Math.Max(tally.Drawn, amount);
            if (tally.Owed == 0) tally.OwedSince = null;
        }
        (NextSeqno, Draws) = (seqno, null);
        if (Open is { } batch)
        {
            (batch.Seqno, batch.Seen, batch.PayoutValidUntil) = (seqno, null, null);
            batch.Payouts = batch.Payouts.ToDictionary(entry => entry.Key, entry => Math.Min(entry.Value, Providers[entry.Key].Owed)).Where(entry => entry.Value > 0).ToDictionary();
        }
        return Expected.Changed;
    }

    private static Expected Wrong => Expected.Refused(RefusalCode.BatchUnknown);

    private bool IsOverdue(ModelTally tally, long now) => tally.OwedSince is { } since && now - since >= policy.MaxDebtAge.TotalSeconds;

    private ModelTally Tally(ReceiptLine line)
    {
        var provider = BatchRun.Number(line.Provider);
        return Providers.TryGetValue(provider, out var tally) ? tally : Providers[provider] = new ModelTally();
    }
}
