using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

public static partial class Settlements
{
    /// <summary>Accepted differences remembered.</summary>
    private const int MaxAccepted = 64;

    /// <summary>Channels that reconciling has to look at: those with most still to be claimed, a batch full of them at most.</summary>
    public static IReadOnlyList<AccountAddress> Unclaimed(SettlementState state) =>
        [.. state.Channels.Where(entry => entry.Value.Unclaimed.IsPositive).OrderByDescending(entry => entry.Value.Unclaimed).Take(MaxClaims).Select(entry => entry.Key)];

    /// <summary>
    /// Holds the books against the chain. What claims have reached, up or down, is taken over, because claims can be made
    /// again; everything else that differs is named, and stops further batches until it is gone or accepted.
    /// </summary>
    /// <param name="state">The shard.</param>
    /// <param name="address">Where the vault should be.</param>
    /// <param name="vault">The vault as the chain shows it; null for none.</param>
    /// <param name="channels">The channels of <see cref="Unclaimed"/>; null for one that is not there.</param>
    /// <param name="operatorKey">Whose batches the vault should take.</param>
    /// <param name="now">The time.</param>
    public static Step<SettlementState> Reconcile(
        SettlementState state, AccountAddress address, VaultFacts? vault, IReadOnlyDictionary<AccountAddress, ChannelFacts?> channels, HexBytes operatorKey, DateTimeOffset now)
    {
        var found = new List<Difference>();
        CompareVault(state, address, vault, operatorKey, Found);
        var tallies = state.Channels;
        foreach (var (channel, facts) in channels)
        {
            if (!tallies.TryGetValue(channel, out var tally)) continue;
            CompareChannel(channel, tally, facts, Found);
            if (facts is null) continue;
            var givenUp = facts.Closed ? tally.Voucher.Voucher.Seqno : tally.GivenUp;
            tallies = tallies.SetItem(channel, tally with { Claimed = facts.Claimed, ClaimBy = facts.ClaimBy, GivenUp = givenUp });
        }
        // Lost money does not come back by itself: that stays until a person has looked at it.
        found.AddRange(state.Differences.Where(known => known.Kind is DifferenceKind.ClaimRefused or DifferenceKind.ClaimLost && !found.Exists(known.IsSame)));
        var open = found.Where(difference => !state.Accepted.Exists(difference.IsSame))
            .Select(difference => state.Differences.Find(difference.IsSame) ?? difference).ToImmutableList();
        var unchanged = open.SequenceEqual(state.Differences) && tallies.SequenceEqual(state.Channels);
        return unchanged ? Step<SettlementState>.Stay(state) : To(state with { Channels = tallies, Differences = open });

        void Found(DifferenceKind kind, AccountAddress account, string expected, string seen) => found.Add(new Difference(kind, account, expected, seen, now));
    }

    /// <summary>The operator has looked into a difference: it no longer stops batches.</summary>
    public static Step<SettlementState> Resolve(SettlementState state, DifferenceKind kind, AccountAddress account)
    {
        var difference = state.Differences.Find(known => known.Kind == kind && known.Account == account);
        if (difference is null) return Refuse(RefusalCode.DifferenceUnknown, $"There is no difference {kind} at {account}.");
        var accepted = state.Accepted.Count >= MaxAccepted ? state.Accepted.RemoveAt(0) : state.Accepted;
        return To(state with { Differences = state.Differences.Remove(difference), Accepted = accepted.Add(difference) });
    }

    private static void CompareVault(SettlementState state, AccountAddress address, VaultFacts? vault, HexBytes operatorKey, Action<DifferenceKind, AccountAddress, string, string> found)
    {
        if (vault is null)
        {
            found(DifferenceKind.VaultMissing, address, "a vault contract of this market", "none");
            return;
        }
        var isAhead = vault.Seqno > state.NextSeqno;
        // A batch that was sent may have been taken since; whoever drives it finds that out.
        var sent = isAhead && state.Open is { PayoutAttempt: not null } open ? open : null;
        if (vault.Seqno < state.NextSeqno) found(DifferenceKind.VaultBehind, address, $"seqno {state.NextSeqno}", $"seqno {vault.Seqno}");
        else if (isAhead && sent is null && state.Draws is null) found(DifferenceKind.VaultAhead, address, $"seqno {state.NextSeqno}", $"seqno {vault.Seqno}");
        // Draws leave the roots as they were; a batch that is not the one sent does not.
        else if (state.LastReceiptRoot.Length > 0 && !HasRoots(vault, state.LastReceiptRoot, state.LastEarningsRoot)
            && (sent is null || !HasRoots(vault, sent.ReceiptRoot, sent.EarningsRoot)))
            found(DifferenceKind.RootsDiffer, address, $"roots {sent?.ReceiptRoot ?? state.LastReceiptRoot}, {sent?.EarningsRoot ?? state.LastEarningsRoot}", $"roots {vault.ReceiptRoot}, {vault.EarningsRoot}");
        if (vault.OperatorKey != operatorKey) found(DifferenceKind.OperatorChanged, address, $"operator {operatorKey}", $"operator {vault.OperatorKey}");
        if (vault.Paused) found(DifferenceKind.VaultPaused, address, "open", "paused");
        if (state.Open is { Status: BatchStatus.Claimed, Sighting: null } batch && vault.Seqno == batch.Seqno && vault.Balance < batch.PayoutTotal)
            found(DifferenceKind.VaultUnderfunded, address, $"{batch.PayoutTotal} for batch {batch.Seqno}", vault.Balance.ToString());
    }

    private static bool HasRoots(VaultFacts vault, HexBytes receiptRoot, HexBytes earningsRoot) =>
        vault.ReceiptRoot == receiptRoot && vault.EarningsRoot == earningsRoot;

    private static void CompareChannel(AccountAddress address, ChannelTally tally, ChannelFacts? facts, Action<DifferenceKind, AccountAddress, string, string> found)
    {
        if (facts is null) found(DifferenceKind.ChannelMissing, address, $"a channel with {tally.Voucher.Voucher.Amount} signed for", "none");
        // A claim beyond the vouchers known here is no difference: the client paid ahead.
        else if (facts.Closed && facts.Claimed < tally.Charged) found(DifferenceKind.ClaimLost, address, $"{tally.Charged} claimed", $"{facts.Claimed}");
    }
}
