using System.Collections.Immutable;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>
/// A settlement shard as a pure state machine: takes receipts, cuts batches, and follows one batch at a time to the chain.
/// </summary>
public static partial class Settlements
{
    /// <summary>Payouts in one batch: the action list of TON holds 255, one is left free.</summary>
    public const int MaxPayouts = 254;

    private static Step<SettlementState> Refuse(RefusalCode code, string message) => Step<SettlementState>.Refuse(code, message);

    /// <summary>
    /// Takes a channel's push. Receipts taken before are skipped, so a repeated push has no effect (I3); a gap in the
    /// numbers is refused, so none can be lost (I8).
    /// </summary>
    public static Step<SettlementState> Accept(SettlementState state, SettlementPush push)
    {
        var channel = push.Voucher.Voucher.Channel;
        var known = state.Channels.GetValueOrDefault(channel);
        var last = known?.LastNumber ?? 0;
        var fresh = push.Receipts.Where(posted => posted.Number > last).ToList();
        foreach (var posted in fresh)
        {
            if (posted.Number != ++last)
                return Refuse(RefusalCode.SettlementGap, $"Channel {channel} pushed receipt {posted.Number}, but {last} comes next.");
            if (posted.Receipt.Receipt.Channel != channel)
                return Refuse(RefusalCode.WrongChannel, $"A receipt of another channel was pushed with the voucher of {channel}.");
            if (posted.ChargedAfter > push.Voucher.Voucher.Amount)
                return Refuse(RefusalCode.VoucherRequired, $"Receipt {posted.Number} of channel {channel} is not covered by the voucher.");
        }
        var newer = known is null || push.Voucher.Voucher.Seqno > known.Voucher.Voucher.Seqno;
        if (fresh.Count == 0 && !newer) return Step<SettlementState>.Stay(state);

        var tally = new ChannelTally(last, newer ? push.Voucher : known!.Voucher, known?.ClaimedSeqno ?? 0);
        var after = state with { Channels = state.Channels.SetItem(channel, tally) };
        return To(fresh.Aggregate(after, (current, posted) => Take(current, ReceiptLine.From(posted.Receipt))));
    }

    /// <summary>Asserts what must hold of any stored shard.</summary>
    /// <exception cref="InvariantViolationException">The record is damaged or this program is wrong.</exception>
    public static void Check(SettlementState state)
    {
        foreach (var (provider, tally) in state.Providers)
            Invariant.Require(tally.Paid <= tally.Earned && tally.Earned <= tally.Accepted && !tally.Paid.IsNegative, "I1", $"the tallies of provider {provider} are out of order");
        var pending = state.Pending.Aggregate(Nano.Zero, (sum, line) => sum + line.Pay);
        var uncut = state.Providers.Values.Aggregate(Nano.Zero, (sum, tally) => sum + tally.Accepted - tally.Earned);
        Invariant.Require(pending == uncut, "I6", "pending receipts and provider tallies disagree");
        if (state.Open is not { } batch) return;
        Invariant.Require(batch.Seqno == state.NextSeqno, "I7", "the open batch is not the next one");
        Invariant.Require(batch.Payouts.Count <= MaxPayouts, "I7", "a batch with too many payouts");
    }

    private static SettlementState Take(SettlementState state, ReceiptLine line)
    {
        Invariant.Require(!line.Pay.IsNegative && !line.Fee.IsNegative, "I10", "negative pay or fee");
        var tally = state.Providers.GetValueOrDefault(line.Provider, ProviderTally.Zero);
        return state with
        {
            Providers = state.Providers.SetItem(line.Provider, tally with { Accepted = tally.Accepted + line.Pay }),
            Pending = state.Pending.Add(line),
            Fees = state.Fees + line.Fee,
            ReceiptCount = checked(state.ReceiptCount + 1),
        };
    }

    private static Step<SettlementState> To(SettlementState state)
    {
        Check(state);
        return Step<SettlementState>.To(state);
    }

    private static ImmutableList<T> Without<T>(ImmutableList<T> list, int count) => list.RemoveRange(0, count);
}
