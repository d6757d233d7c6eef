using Cocoon.Core;

namespace Cocoon.Simulation.Linearizability;

/// <summary>
/// What a payment channel answers when its calls come one at a time: the rules of design.md section 4, written a second
/// time and shorter. Of an open channel without withdrawals; deadlines that are refused at once stay out of the history.
/// </summary>
/// <param name="deposit">Deposited before the history, in nano.</param>
/// <param name="minReserve">Kept in the contract, in nano.</param>
/// <param name="creditCap">Most that work may be ahead of the voucher, in nano.</param>
/// <param name="maxHolds">Jobs at once.</param>
public sealed class ChannelSpecification(long deposit, long minReserve, long creditCap, int maxHolds)
    : ISequentialSpecification<ChannelBooks, ChannelCall, ChannelReply>
{
    private static readonly ChannelReply Done = new ChannelReply.Done();

    public ChannelBooks Beginning { get; } = new(deposit);

    public (ChannelBooks After, ChannelReply Reply) Apply(ChannelBooks state, ChannelCall call) => call switch
    {
        ChannelCall.Hold hold => Hold(state, hold),
        ChannelCall.Post post => Post(state, post),
        ChannelCall.Void gone when state.Find(gone.Job) is { Charge: not null } => Refuse(state, RefusalCode.HoldEnded),
        ChannelCall.Void gone => (state.Find(gone.Job) is { IsOver: true } ? state : state.WithEnd(gone.Job, null), Done),
        ChannelCall.Expire late => (state.Find(late.Job) is { IsOver: false } ? state.WithEnd(late.Job, null) : state, Done),
        ChannelCall.AcceptVoucher voucher => Accept(state, voucher),
        ChannelCall.Deposit final => (final.Total > state.Deposit ? state.WithDeposit(final.Total) : state, Done),
        ChannelCall.View => (state, new ChannelReply.Balances(
            state.Deposit, state.Charged, state.Held, state.Vouched, state.VoucherSeqno, state.ReceiptCount, state.Holds)),
        _ => throw new ArgumentException($"Not a channel's call: {call}.", nameof(call)),
    };

    private (ChannelBooks, ChannelReply) Hold(ChannelBooks state, ChannelCall.Hold hold) => state.Find(hold.Job) switch
    {
        { IsOver: true } => Refuse(state, RefusalCode.HoldEnded),
        { } known => known.Amount == hold.Amount ? (state, Done) : Refuse(state, RefusalCode.OperationConflict),
        null when state.Holds >= maxHolds => Refuse(state, RefusalCode.TooManyHolds),
        null when hold.Amount > state.Deposit - minReserve - state.Charged - state.Held => Refuse(state, RefusalCode.InsufficientBalance),
        null when state.Charged + state.Held + hold.Amount - state.Vouched > creditCap => Refuse(state, RefusalCode.VoucherRequired),
        null => (state.WithHold(hold.Job, hold.Amount), Done),
    };

    private static (ChannelBooks, ChannelReply) Post(ChannelBooks state, ChannelCall.Post post) => state.Find(post.Job) switch
    {
        null => Refuse(state, RefusalCode.HoldUnknown),
        { Charge: { } charge } => charge == post.Charge ? (state, Done) : Refuse(state, RefusalCode.OperationConflict),
        { IsOver: true } => Refuse(state, RefusalCode.HoldEnded),
        { } known when post.Charge > known.Amount => Refuse(state, RefusalCode.ChargeAboveHold),
        _ => (state.WithEnd(post.Job, post.Charge), Done),
    };

    private static (ChannelBooks, ChannelReply) Accept(ChannelBooks state, ChannelCall.AcceptVoucher voucher)
    {
        if (state.VoucherSeqno == 0 && voucher.Amount <= 0) return Refuse(state, RefusalCode.AmountInvalid);
        if (voucher.Amount == state.Vouched && voucher.Seqno == state.VoucherSeqno) return (state, Done);
        if (voucher.Amount <= state.Vouched || voucher.Seqno <= state.VoucherSeqno) return Refuse(state, RefusalCode.VoucherStale);
        if (voucher.Amount > state.Deposit) return Refuse(state, RefusalCode.VoucherAboveDeposit);
        return voucher.Amount > state.Charged + state.Held ? Refuse(state, RefusalCode.VoucherAboveOwed) : (state.WithVoucher(voucher.Amount, voucher.Seqno), Done);
    }

    private static (ChannelBooks, ChannelReply) Refuse(ChannelBooks state, RefusalCode code) => (state, new ChannelReply.Refused(code));
}
