using System.Collections.Immutable;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

/// <summary>
/// A settlement shard as a pure state machine: takes receipts, cuts batches, and follows one batch at a time to the chain.
/// </summary>
public static partial class Settlements
{
    /// <summary>Payouts in one batch: the action list of TON holds 255, one is left free.</summary>
    public const int MaxPayouts = 254;

    /// <summary>Channels claimed in one batch: the claims are one transfer of a wallet with 255 actions.</summary>
    public const int MaxClaims = 254;

    /// <summary>Receipts that may wait for a batch; a full shard leaves the others in their channels' outboxes.</summary>
    public const int MaxPending = 50_000;

    private static Step<SettlementState> Refuse(RefusalCode code, string message) => Step<SettlementState>.Refuse(code, message);

    /// <summary>
    /// Takes a channel's push. Receipts taken before are skipped, so a repeated push has no effect (I3); a gap in the
    /// numbers is refused, so none can be lost (I8). Pushes may come late and in any order: see <see cref="Deadline"/>.
    /// </summary>
    public static Step<SettlementState> Accept(SettlementState state, SettlementPush push)
    {
        var channel = push.Voucher.Voucher.Channel;
        var known = state.Channels.GetValueOrDefault(channel);
        var last = known?.LastNumber ?? 0;
        var fresh = push.Receipts.Where(posted => posted.Number > last).ToList();
        if (state.Pending.Count + fresh.Count > MaxPending)
            return Refuse(RefusalCode.SettlementBlocked, $"{state.Pending.Count} receipts wait for settlement; the outbox keeps the others.");
        foreach (var posted in fresh)
        {
            if (posted.Number != ++last)
                return Refuse(RefusalCode.SettlementGap, $"Channel {channel} pushed receipt {posted.Number}, but {last} comes next.");
            if (posted.Line.Channel != channel)
                return Refuse(RefusalCode.WrongChannel, $"A receipt of another channel was pushed with the voucher of {channel}.");
            if (posted.ChargedAfter > push.Voucher.Voucher.Amount)
                return Refuse(RefusalCode.VoucherRequired, $"Receipt {posted.Number} of channel {channel} is not covered by the voucher.");
        }
        var newer = known is null || push.Voucher.Voucher.Seqno > known.Voucher.Voucher.Seqno;
        var claimBy = Deadline(known, push);
        if (fresh.Count == 0 && !newer && known!.ClaimBy == claimBy) return Step<SettlementState>.Stay(state);

        var tally = (known ?? new ChannelTally(0, push.Voucher, Nano.Zero)) with { LastNumber = last, ClaimBy = claimBy };
        if (fresh.Count > 0) tally = tally with { Charged = fresh[^1].ChargedAfter };
        if (newer) tally = tally with { Voucher = push.Voucher };
        var after = state with { Channels = state.Channels.SetItem(channel, tally) };
        return To(fresh.Aggregate(after, (current, posted) => Take(current, posted.Line)));
    }

    /// <summary>
    /// When a channel's voucher has to be claimed, after a push. The push with the newest voucher knows best. Of two with the
    /// same voucher nobody can tell which is the later one, so the earlier deadline stays; only the chain itself takes it
    /// back (<see cref="Reconcile"/>). A push with an older voucher says nothing.
    /// </summary>
    private static DateTimeOffset? Deadline(ChannelTally? known, SettlementPush push) =>
        known is null || push.Voucher.Voucher.Seqno > known.Voucher.Voucher.Seqno ? push.ClaimBy
        : push.Voucher.Voucher.Seqno == known.Voucher.Voucher.Seqno ? ChannelFacts.Earlier(known.ClaimBy, push.ClaimBy)
        : known.ClaimBy;

    /// <summary>Whether nothing is left to do: no receipt, no batch, no debt, no anchor and no claim that waits for its time.</summary>
    public static bool IsIdle(SettlementState state) => state is { Open: null, Pending.IsEmpty: true, Anchor: null or { IsFinal: true } }
        && state.Providers.Values.All(tally => !tally.Owed.IsPositive) && state.Channels.Values.All(tally => !tally.Unclaimed.IsPositive);

    /// <summary>Asserts what must hold of any stored shard.</summary>
    /// <exception cref="InvariantViolationException">The record is damaged or this program is wrong.</exception>
    public static void Check(SettlementState state)
    {
        foreach (var (provider, tally) in state.Providers)
        {
            var inOrder = tally.Paid + tally.Drawn <= tally.Earned && tally.Earned <= tally.Accepted && !tally.Paid.IsNegative && !tally.Drawn.IsNegative;
            Invariant.Require(inOrder, "I1", $"the tallies of provider {provider} are out of order");
        }
        var pending = state.Pending.Aggregate(Nano.Zero, (sum, line) => sum + line.Pay);
        var uncut = state.Providers.Values.Aggregate(Nano.Zero, (sum, tally) => sum + tally.Accepted - tally.Earned);
        Invariant.Require(pending == uncut, "I6", "pending receipts and provider tallies disagree");
        CheckOpen(state);
    }

    private static void CheckOpen(SettlementState state)
    {
        if (state.Open is not { } batch) return;
        Invariant.Require(batch.Seqno == state.NextSeqno, "I7", "the open batch is not the next one");
        Invariant.Require(batch.Payouts.Count <= MaxPayouts && batch.Claims.Count <= MaxClaims, "I7", "a batch with too many payouts or claims");
        Invariant.Require(batch.Payouts.TrueForAll(payout => payout.Amount <= state.Providers[payout.Provider].Owed), "I1", "a batch pays more than is owed");
    }

    private static SettlementState Take(SettlementState state, ReceiptLine line)
    {
        Invariant.Require(!line.Pay.IsNegative && !line.Fee.IsNegative, "I10", "negative pay or fee");
        Invariant.Require(!line.Bonus.IsNegative && line.Bonus <= line.Pay, "I10", "a bonus that is not part of the pay");
        var tally = state.Providers.GetValueOrDefault(line.Provider, ProviderTally.Zero);
        return state with
        {
            Providers = state.Providers.SetItem(line.Provider, tally with { Accepted = tally.Accepted + line.Pay }),
            Pending = state.Pending.Add(line),
            Fees = state.Fees + line.Fee,
            Bonuses = state.Bonuses + line.Bonus,
            ReceiptCount = checked(state.ReceiptCount + 1),
        };
    }

    /// <summary>The new state, with those invariants checked that a transition can break without walking all receipts.</summary>
    private static Step<SettlementState> To(SettlementState state)
    {
        CheckOpen(state);
        return Step<SettlementState>.To(state);
    }
}
