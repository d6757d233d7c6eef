using Cocoon.Core.Channels;

namespace Cocoon.Core.Tests.Channels;

/// <summary>All that can be seen of a channel's books, in plain numbers.</summary>
internal readonly record struct ChannelFigures(
    ChannelPhase Phase, long Deposit, long Coming, long Charged, long Held, int Holds, long Vouched, long Seqno, long Receipts, int Outbox, int Covered, bool HasPush,
    long Withdrawn, long Reserved, long Claimed, long Free, long Exposure, long Final, int KeyNumber, DateTimeOffset? ClaimBy)
{
    public static ChannelFigures Of(ChannelState state, ChannelLimits limits) => new(
        state.Phase, state.Deposit.Value, state.Seen?.Deposit.Value ?? 0, state.Charged.Value, state.Held.Value, state.Holds.Count,
        state.Vouched.Value, state.Voucher?.Voucher.Seqno ?? 0, state.ReceiptCount, state.Unsettled.Length, Channel.Covered(state, int.MaxValue).Count, Channel.HasPush(state),
        state.Withdrawn.Value, state.Permit?.Total.Value ?? 0, state.Claimed.Value, state.Available(limits).Value, state.Exposure.Value,
        Channel.FinalAmount(state).Value, state.VoucherKey.ToArray()[0] - 50, state.ClaimBy);
}
