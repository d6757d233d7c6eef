using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>Books against chain: the books may be behind it, never ahead, and when all is quiet they agree to the nano (I1, I4, I7).</summary>
internal static class ChainAudit
{
    public static void Check(BooksIndex index, ChainSnapshot chain, bool quiet, FindingList findings)
    {
        foreach (var (address, facts) in chain.Channels)
            if (index.Books.Channels.TryGetValue(address, out var state)) CheckChannel(state, facts, index, $"channel {address}", quiet, findings);
        foreach (var shard in index.Shards)
            if (chain.Vaults.TryGetValue(shard.Shard, out var vault)) CheckVault(shard, vault, quiet, findings);
        if (chain.Income is { } income) CheckIncome(index, income, quiet, findings);
        CheckPaidFor(index, chain, findings);
    }

    private static void CheckChannel(ChannelState state, ChannelFacts facts, BooksIndex index, string subject, bool quiet, FindingList findings)
    {
        if (state.Deposit > facts.Deposit) findings.Add("I1", subject, $"counts on a deposit of {state.Deposit}, and the chain shows {facts.Deposit}");
        var allowed = Nano.Max(state.Withdrawn, state.Permit?.Total ?? Nano.Zero);
        // A close gives back all that was not claimed, which needs no permit.
        if (!facts.Closed && facts.Withdrawn > allowed) findings.Add("I1", subject, $"the chain shows {facts.Withdrawn} withdrawn, and {allowed} was allowed");
        if ((Int128)facts.Claimed.Value + facts.Withdrawn.Value > facts.Deposit.Value) findings.Add("I1", subject, $"the chain shows {facts.Claimed} claimed and {facts.Withdrawn} withdrawn of {facts.Deposit}");
        if (!quiet || !index.Tallies.TryGetValue(facts.Channel, out var known)) return;
        findings.Compare("I1", subject, "what settlement counts as claimed is not what the chain shows", facts.Claimed.Value, known.Tally.Claimed.Value);
    }

    private static void CheckVault(ShardBooks shard, VaultFacts vault, bool quiet, FindingList findings)
    {
        var state = shard.State;
        if (vault.Seqno < state.NextSeqno) findings.Add("I7", shard.Name, $"has closed batches up to {state.NextSeqno}, and the vault expects {vault.Seqno}");
        if (quiet && vault.Seqno > state.NextSeqno) findings.Add("I7", shard.Name, $"expects batch {state.NextSeqno}, and the vault {vault.Seqno}");
        if (vault.Seqno == state.NextSeqno && !state.LastReceiptRoot.IsEmpty && (vault.ReceiptRoot != state.LastReceiptRoot || vault.EarningsRoot != state.LastEarningsRoot))
            findings.Add("I7", shard.Name, "the vault has other roots than those of the last batch");
    }

    private static void CheckIncome(BooksIndex index, IReadOnlyDictionary<AccountAddress, ProviderIncome> income, bool quiet, FindingList findings)
    {
        var providers = index.Shards.SelectMany(shard => shard.State.Providers.Keys).Concat(income.Keys).Distinct();
        foreach (var provider in providers)
        {
            var tally = index.Shards.Aggregate(ProviderTally.Zero, (sum, shard) => sum + shard.State.Providers.GetValueOrDefault(provider, ProviderTally.Zero));
            var received = income.GetValueOrDefault(provider);
            var coming = index.Shards.Select(shard => shard.State.Open).Where(open => open is { PayoutAttempt: not null })
                .SelectMany(open => open!.Payouts).Where(payout => payout.Provider == provider).Select(payout => payout.Amount).Sum();
            if (received.Batches < tally.Paid) findings.Add("I7", $"provider {provider}", $"counts as paid {tally.Paid}, and received {received.Batches}");
            if (received.Batches.Value > tally.Paid.Value + coming) findings.Add("I7", $"provider {provider}", $"received {received.Batches}, and {tally.Paid} was to be paid");
            if (received.Draws < tally.Drawn || (quiet && received.Draws > tally.Drawn)) findings.Add("I1", $"provider {provider}", $"drew {received.Draws}, and counts as having drawn {tally.Drawn}");
        }
    }

    /// <summary>A batch pays after its vouchers were claimed; what could not be claimed is known as given up.</summary>
    private static void CheckPaidFor(BooksIndex index, ChainSnapshot chain, FindingList findings)
    {
        foreach (var shard in index.Shards)
        {
            foreach (var (voucher, _) in shard.Closed.SelectMany(batch => batch.Claims))
            {
                if (!chain.Channels.TryGetValue(voucher.Channel, out var facts) || facts.Claimed >= voucher.Amount) continue;
                if (shard.State.Channels.TryGetValue(voucher.Channel, out var tally) && tally.GivenUp >= voucher.Seqno) continue;
                findings.Add("I1", shard.Name, $"paid out of a claim of {voucher.Amount} on channel {voucher.Channel}, and the chain shows {facts.Claimed}");
            }
        }
    }
}
