using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>A shard's batches in their order: seqnos, roots, earnings and claims (I4, I7).</summary>
internal static class BatchAudit
{
    public static void Check(ShardBooks shard, AuditScope scope, FindingList findings)
    {
        CheckSequence(shard, scope.Chain?.UsedOtherwise, findings);
        var earnings = new EarningsReplay();
        var claims = new Dictionary<AccountAddress, Voucher>();
        var payments = new HashSet<HexBytes>();
        foreach (var (id, batch) in shard.Archive)
        {
            if (batch.Seqno != id.Seqno) findings.Add("I7", $"batch {id}", $"calls itself {batch.Seqno}");
            if (batch is not { Status: BatchStatus.Confirmed, PayoutTransaction.IsEmpty: false, ConfirmedAt: not null }) findings.Add("I7", $"batch {id}", "is archived and was not confirmed");
            else if (!payments.Add(batch.PayoutTransaction)) findings.Add("I7", $"batch {id}", $"was paid by transaction {batch.PayoutTransaction}, as another batch was");
        }
        foreach (var batch in shard.Cut)
        {
            var subject = $"batch {new BatchId(shard.Shard, batch.Seqno)}";
            CheckSize(batch, subject, findings);
            CheckClaims(batch, claims, subject, findings);
            CheckRoots(batch, earnings, subject, findings);
        }
    }

    private static void CheckSequence(ShardBooks shard, IReadOnlySet<BatchId>? usedOtherwise, FindingList findings)
    {
        var (state, closed) = (shard.State, shard.Closed.ToList());
        if (state.Open is { } open && open.Seqno != state.NextSeqno) findings.Add("I7", shard.Name, $"its open batch is {open.Seqno}, and {state.NextSeqno} comes next");
        if (state.Open is { Status: BatchStatus.Confirmed }) findings.Add("I7", shard.Name, "its open batch is confirmed");
        if (closed.Find(batch => batch.Seqno >= state.NextSeqno) is { } early) findings.Add("I7", shard.Name, $"batch {early.Seqno} is archived, and {state.NextSeqno} comes next");
        if (closed.Count > 0 && (closed[^1].ReceiptRoot != state.LastReceiptRoot || closed[^1].EarningsRoot != state.LastEarningsRoot))
            findings.Add("I7", shard.Name, $"remembers other roots than those of its last batch, {closed[^1].Seqno}");
        if (usedOtherwise is null) return;
        var used = closed.Select(batch => batch.Seqno).ToHashSet();
        for (var seqno = 0u; seqno < state.NextSeqno; seqno++)
        {
            if (used.Contains(seqno) == usedOtherwise.Contains(new BatchId(shard.Shard, seqno)))
                findings.Add("I7", shard.Name, used.Contains(seqno) ? $"batch {seqno} is archived, and its seqno was used otherwise" : $"batch {seqno} is missing");
        }
    }

    private static void CheckSize(Batch batch, string subject, FindingList findings)
    {
        if (batch.Payouts.Count > Settlements.MaxPayouts || batch.Claims.Count > Settlements.MaxClaims)
            findings.Add("I7", subject, $"has {batch.Payouts.Count} payouts and {batch.Claims.Count} claims; no message holds so many");
        if (batch.Payouts.Exists(payout => !payout.Amount.IsPositive)) findings.Add("I1", subject, "pays nothing, or less, to somebody");
        if (batch.Payouts.Select(payout => payout.Provider).Distinct().Count() != batch.Payouts.Count) findings.Add("I7", subject, "pays a provider twice");
        if (batch.Claims.Select(claim => claim.Voucher.Channel).Distinct().Count() != batch.Claims.Count) findings.Add("I7", subject, "claims a channel twice");
    }

    /// <summary>A voucher may be claimed again, when the chain took its claim back, but never an older one after a newer one.</summary>
    private static void CheckClaims(Batch batch, Dictionary<AccountAddress, Voucher> claims, string subject, FindingList findings)
    {
        foreach (var (voucher, _) in batch.Claims)
        {
            if (claims.TryGetValue(voucher.Channel, out var before) && (voucher.Amount < before.Amount || voucher.Seqno < before.Seqno))
                findings.Add("I4", subject, $"claims {voucher.Amount} of channel {voucher.Channel}, and an earlier batch claimed {before.Amount}");
            claims[voucher.Channel] = voucher;
        }
    }

    private static void CheckRoots(Batch batch, EarningsReplay earnings, string subject, FindingList findings)
    {
        if (batch.ReceiptRoot != MerkleTree.Root(batch.Receipts.ConvertAll(line => line.Hash))) findings.Add("I7", subject, "its receipt root is not that of its receipts");
        if (batch.EarningsRoot != MerkleTree.Root(batch.Earnings.ConvertAll(entry => entry.Leaf()))) findings.Add("I7", subject, "its earnings root is not that of its earnings");
        earnings.Add(batch);
        if (earnings.FirstDifference(batch) is { } difference) findings.Add("I1", subject, difference);
    }

    /// <summary>What each provider has earned and been paid, batch after batch.</summary>
    private sealed class EarningsReplay
    {
        private readonly SortedDictionary<AccountAddress, (Int128 Earned, Int128 Paid)> _providers = [];

        public void Add(Batch batch)
        {
            foreach (var line in batch.Receipts) Change(line.Provider, line.Pay, Nano.Zero);
            foreach (var payout in batch.Payouts) Change(payout.Provider, Nano.Zero, payout.Amount);
        }

        /// <summary>Null when the batch states everybody's earnings as they are.</summary>
        public string? FirstDifference(Batch batch)
        {
            var expected = _providers.Where(entry => entry.Value.Earned > 0).ToList();
            if (expected.Count != batch.Earnings.Count) return $"states the earnings of {batch.Earnings.Count} providers, and {expected.Count} have earned something";
            foreach (var ((provider, (earned, paid)), stated) in expected.Zip(batch.Earnings))
            {
                if (stated.Provider != provider || stated.Earned.Value != earned || stated.Guaranteed.Value != earned - paid)
                    return $"states that {stated.Provider} earned {stated.Earned} and may draw {stated.Guaranteed}; {provider} earned {earned} nano and was paid {paid}";
            }
            return null;
        }

        private void Change(AccountAddress provider, Nano earned, Nano paid)
        {
            var before = _providers.GetValueOrDefault(provider);
            _providers[provider] = (before.Earned + earned.Value, before.Paid + paid.Value);
        }
    }
}
