using Cocoon.Core.Receipts;

namespace Cocoon.Core.Channels;

public static partial class Channel
{
    /// <summary>Takes the client's newest voucher, whose signature the caller has checked against <see cref="ChannelState.VoucherKey"/>.</summary>
    public static Step<ChannelState> AcceptVoucher(ChannelState state, SignedVoucher signed)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        var voucher = signed.Voucher;
        if (voucher.Channel != state.Channel)
            return Refuse(RefusalCode.WrongChannel, $"The voucher names channel {voucher.Channel}, this one is {state.Channel}.");
        if (state.Voucher is { } last)
        {
            if (last.Voucher == voucher) return Step<ChannelState>.Stay(state);
            if (voucher.Amount <= last.Voucher.Amount || voucher.Seqno <= last.Voucher.Seqno)
            {
                return Refuse(RefusalCode.VoucherStale,
                    $"The last voucher has amount {last.Voucher.Amount} and seqno {last.Voucher.Seqno}; both must grow.");
            }
        }
        if (voucher.Amount.IsNegative || voucher.Amount.IsZero) return Refuse(RefusalCode.AmountInvalid, "A voucher's amount is positive.");
        if (voucher.Seqno == 0) return Refuse(RefusalCode.VoucherStale, "A voucher's seqno starts at 1.");
        if (state.Phase == ChannelPhase.Closed)
            return Refuse(RefusalCode.ChannelClosing, $"Channel {state.Channel} is closed; no voucher can be claimed from it any more.");
        if (voucher.Amount > state.Ceiling)
            return Refuse(RefusalCode.VoucherAboveDeposit, $"The voucher is for {voucher.Amount}, the channel's deposit less what was withdrawn is {state.Ceiling}.");
        // Protects the client from its own mistake: nobody may collect what no job has used or reserved.
        if (voucher.Amount > state.Charged + state.Held)
            return Refuse(RefusalCode.VoucherAboveOwed, $"The voucher is for {voucher.Amount}, but only {state.Charged + state.Held} is charged or held. Sign at most that.");
        return To(state, state with { Voucher = signed });
    }

    /// <summary>Outbox: the receipts that the newest voucher covers, in number order, at most <paramref name="max"/>.</summary>
    public static IReadOnlyList<PostedReceipt> Covered(ChannelState state, int max) =>
        [.. state.Unsettled.TakeWhile(posted => posted.ChargedAfter <= state.Vouched).Take(max)];

    /// <summary>Whether there is something to push: covered receipts or a voucher the shard has not seen.</summary>
    public static bool HasPush(ChannelState state) =>
        state.Voucher is { } voucher && (voucher.Voucher.Seqno > state.PushedVoucherSeqno || Covered(state, 1).Count > 0);

    /// <summary>Removes what the settlement shard acknowledged; it holds these receipts durably now.</summary>
    /// <param name="state">The channel.</param>
    /// <param name="upToNumber">The last receipt number the shard has.</param>
    /// <param name="voucherSeqno">The voucher that went along.</param>
    public static Step<ChannelState> Pushed(ChannelState state, long upToNumber, uint voucherSeqno)
    {
        Invariant.Require(upToNumber <= state.ReceiptCount, "I6", $"the shard acknowledges receipt {upToNumber} of {state.ReceiptCount}");
        var rest = state.Unsettled.RemoveAll(posted => posted.Number <= upToNumber);
        var seqno = Math.Max(voucherSeqno, state.PushedVoucherSeqno);
        return rest.Length == state.Unsettled.Length && seqno == state.PushedVoucherSeqno
            ? Step<ChannelState>.Stay(state)
            : To(state, state with { Unsettled = rest, PushedVoucherSeqno = seqno });
    }
}
