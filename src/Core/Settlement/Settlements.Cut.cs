using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

public static partial class Settlements
{
    /// <summary>
    /// Whether the policy asks for a batch now: by size, by age, because too much is unclaimed, because a channel ends, or
    /// because the network fee has become a small share of what is paid. Never while books and chain differ.
    /// </summary>
    public static bool IsDue(SettlementState state, SettlementPolicy policy, SettlementCosts costs, DateTimeOffset now)
    {
        if (state.Open is not null || !state.Differences.IsEmpty) return false;
        if (Urgent(state).Any() || state.Providers.Values.Any(tally => IsOverdue(tally, policy, now))) return true;
        var strays = Strays(state).ToList();
        if (policy.IsWorth(Sum(strays.Select(tally => tally.Unclaimed)), costs.Of(strays.Count, 0))) return true;
        if (state.Pending.IsEmpty) return false;
        if (state.Pending.Count >= policy.MaxReceipts || now - state.Pending[0].EndedAt >= policy.MaxAge) return true;
        if (Sum(state.Channels.Values.Select(tally => tally.Unclaimed)) >= policy.MaxUnclaimed) return true;
        var draft = Draft(state, policy, costs, now);
        return policy.IsWorth(Sum(draft.Payouts.Select(payout => payout.Amount)), costs.Of(draft.Claims.Count, draft.Payouts.Count));
    }

    /// <summary>
    /// Cuts a batch from the oldest pending receipts. It claims the newest voucher of each of their channels, of each
    /// channel that ends, and of each whose claim was lost; it pays each provider that is owed enough to be worth a transfer, or has waited long enough.
    /// Does nothing when a batch is open or there is nothing to do.
    /// </summary>
    public static Step<SettlementState> Cut(SettlementState state, SettlementPolicy policy, SettlementCosts costs, DateTimeOffset now)
    {
        if (state.Open is not null) return Step<SettlementState>.Stay(state);
        if (!state.Differences.IsEmpty) return Refuse(RefusalCode.SettlementBlocked, $"Books and chain differ: {state.Differences[0]}. Resolve that first (docs/settlement.md).");
        var draft = Draft(state, policy, costs, now);
        if (draft.Lines.IsEmpty && draft.Claims.IsEmpty && draft.Payouts.IsEmpty) return Step<SettlementState>.Stay(state);
        var earnings = EarningsAfter(draft.Providers, draft.Payouts);
        var batch = new Batch
        {
            Seqno = state.NextSeqno,
            Receipts = draft.Lines,
            Claims = draft.Claims,
            Payouts = draft.Payouts,
            Earnings = earnings,
            ReceiptRoot = MerkleTree.Root([.. draft.Lines.Select(line => line.Hash)]),
            EarningsRoot = EarningsRoot(earnings),
            CutAt = now,
        };
        return To(state with { Providers = draft.Providers, Pending = state.Pending.RemoveRange(0, draft.Lines.Count), Open = batch });
    }

    /// <summary>The leaves of the earnings root once <paramref name="payouts"/> are paid, in address order.</summary>
    private static ImmutableList<EarningsEntry> EarningsAfter(ImmutableSortedDictionary<AccountAddress, ProviderTally> providers, ImmutableList<Payout> payouts)
    {
        var paid = payouts.ToDictionary(payout => payout.Provider, payout => payout.Amount);
        return [.. providers.Where(entry => entry.Value.Earned.IsPositive).Select(entry => new EarningsEntry(
            entry.Key, entry.Value.Earned, entry.Value.Earned - entry.Value.Paid - paid.GetValueOrDefault(entry.Key)))];
    }

    private static HexBytes EarningsRoot(ImmutableList<EarningsEntry> earnings) => MerkleTree.Root(earnings.ConvertAll(entry => entry.Leaf()));

    private static BatchDraft Draft(SettlementState state, SettlementPolicy policy, SettlementCosts costs, DateTimeOffset now)
    {
        var urgent = Urgent(state).Take(MaxClaims).ToList();
        var lines = OldestLines(state.Pending, policy.MaxReceipts, urgent.Select(tally => tally.Voucher.Voucher.Channel));
        var providers = lines.Aggregate(state.Providers, (tallies, line) => tallies.SetItem(line.Provider, tallies[line.Provider].Earn(line.Pay, now)));
        var claims = urgent.Concat(lines.Select(line => line.Channel).Distinct().Select(channel => state.Channels[channel]))
            .Concat(Strays(state)).Distinct().Where(tally => tally.Unclaimed.IsPositive).Take(MaxClaims).Select(tally => tally.Voucher);
        var payouts = providers.Where(entry => IsPayable(entry.Value, policy, costs, now)).Take(MaxPayouts)
            .Select(entry => new Payout(entry.Key, entry.Value.Owed));
        return new BatchDraft(lines, providers, [.. claims], [.. payouts]);
    }

    private static bool IsPayable(ProviderTally tally, SettlementPolicy policy, SettlementCosts costs, DateTimeOffset now) =>
        tally.Owed.IsPositive && (policy.IsWorth(tally.Owed, costs.Payout) || IsOverdue(tally, policy, now));

    private static bool IsOverdue(ProviderTally tally, SettlementPolicy policy, DateTimeOffset now) => tally.OwedSince is { } since && now - since >= policy.MaxDebtAge;

    /// <summary>Channels that end, or change their voucher key, with a voucher still to be claimed.</summary>
    private static IEnumerable<ChannelTally> Urgent(SettlementState state) =>
        state.Channels.Values.Where(tally => tally.ClaimBy is not null && tally.Unclaimed.IsPositive).OrderBy(tally => tally.ClaimBy);

    /// <summary>Channels with a voucher still to be claimed and no receipt to claim it with: a reorganisation took their claim back.</summary>
    private static IEnumerable<ChannelTally> Strays(SettlementState state)
    {
        if (state.Channels.Values.All(tally => !tally.Unclaimed.IsPositive)) return [];
        var waiting = state.Pending.Select(line => line.Channel).ToHashSet();
        return state.Channels.Where(entry => entry.Value.Unclaimed.IsPositive && !waiting.Contains(entry.Key)).Select(entry => entry.Value);
    }

    /// <summary>A prefix of the queue whose channels, with <paramref name="claimed"/>, are at most <see cref="MaxClaims"/>.</summary>
    private static ImmutableList<ReceiptLine> OldestLines(ImmutableList<ReceiptLine> pending, int maxReceipts, IEnumerable<AccountAddress> claimed)
    {
        var channels = claimed.ToHashSet();
        return [.. pending.Take(maxReceipts).TakeWhile(line =>
        {
            channels.Add(line.Channel);
            return channels.Count <= MaxClaims;
        })];
    }

    private static Nano Sum(IEnumerable<Nano> amounts) => amounts.Aggregate(Nano.Zero, (sum, amount) => sum + amount);

    private sealed record BatchDraft(
        ImmutableList<ReceiptLine> Lines,
        ImmutableSortedDictionary<AccountAddress, ProviderTally> Providers,
        ImmutableList<SignedVoucher> Claims,
        ImmutableList<Payout> Payouts);
}
