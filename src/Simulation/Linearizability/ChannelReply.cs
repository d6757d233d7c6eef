using Cocoon.Core;

namespace Cocoon.Simulation.Linearizability;

/// <summary>A channel's answer. Amounts in nano.</summary>
public abstract record ChannelReply
{
    /// <summary>It took effect, now or before.</summary>
    public sealed record Done : ChannelReply;

    /// <summary>It was refused.</summary>
    public sealed record Refused(RefusalCode Code) : ChannelReply;

    /// <summary>
    /// The balances. The view that <c>Post</c> and <c>AcceptVoucher</c> return is read after they took effect, and others
    /// may have come between: to check it, put it into the history as a <see cref="ChannelCall.View"/> of its own with the
    /// same times.
    /// </summary>
    public sealed record Balances(long Deposit, long Charged, long Held, long Vouched, uint VoucherSeqno, long ReceiptCount, int Holds) : ChannelReply;
}
