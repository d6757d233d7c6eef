using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

public static partial class Settlements
{
    /// <summary>Whether the policy asks for a batch now.</summary>
    public static bool IsDue(SettlementState state, SettlementPolicy policy, DateTimeOffset now)
    {
        if (state.Open is not null || state.Pending.IsEmpty) return false;
        return state.Pending.Count >= policy.MaxReceipts
            || now - state.Pending[0].EndedAt >= policy.MaxAge
            || state.Pending.Aggregate(Nano.Zero, (sum, line) => sum + line.Pay) >= policy.Amount;
    }

    /// <summary>
    /// Cuts a batch from the oldest pending receipts: claims the newest voucher of each of their channels and pays each of
    /// their providers all it is owed. Does nothing when a batch is open or nothing is pending.
    /// </summary>
    public static Step<SettlementState> Cut(SettlementState state, SettlementPolicy policy, DateTimeOffset now)
    {
        if (state.Open is not null || state.Pending.IsEmpty) return Step<SettlementState>.Stay(state);
        var lines = OldestLines(state.Pending, policy.MaxReceipts);
        var providers = lines.Aggregate(state.Providers, (tallies, line) => tallies.SetItem(line.Provider,
            tallies[line.Provider] with { Earned = tallies[line.Provider].Earned + line.Pay }));
        var batch = new Batch
        {
            Seqno = state.NextSeqno,
            Receipts = lines,
            Claims = [.. lines.Select(line => state.Channels[line.Channel]).Distinct()
                .Where(tally => tally.Voucher.Voucher.Seqno > tally.ClaimedSeqno).Select(tally => tally.Voucher)],
            Payouts = Payouts(lines, providers),
            ReceiptRoot = MerkleTree.Root([.. lines.Select(line => line.Hash)]),
            EarningsRoot = EarningsRoot(providers),
            CutAt = now,
        };
        return To(state with { Providers = providers, Pending = Without(state.Pending, lines.Count), Open = batch });
    }

    /// <summary>The root over all providers' cumulative earnings, in address order.</summary>
    public static HexBytes EarningsRoot(IReadOnlyDictionary<AccountAddress, ProviderTally> providers) =>
        MerkleTree.Root([.. providers.Select(entry => EarningsLeaf.Of(entry.Key, entry.Value.Earned))]);

    private static ImmutableList<Payout> Payouts(ImmutableList<ReceiptLine> lines, ImmutableSortedDictionary<AccountAddress, ProviderTally> providers) =>
        [.. lines.Select(line => line.Provider).Distinct()
            .Select(provider => new Payout(provider, providers[provider].Earned - providers[provider].Paid))
            .Where(payout => payout.Amount.IsPositive)];

    /// <summary>A prefix of the queue with at most <see cref="MaxPayouts"/> providers and as many channels.</summary>
    private static ImmutableList<ReceiptLine> OldestLines(ImmutableList<ReceiptLine> pending, int maxReceipts)
    {
        var providers = new HashSet<AccountAddress>();
        var channels = new HashSet<AccountAddress>();
        return [.. pending.Take(maxReceipts).TakeWhile(line =>
        {
            providers.Add(line.Provider);
            channels.Add(line.Channel);
            return providers.Count <= MaxPayouts && channels.Count <= MaxPayouts;
        })];
    }
}
