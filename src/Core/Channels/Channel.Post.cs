using Cocoon.Core.Receipts;

namespace Cocoon.Core.Channels;

public static partial class Channel
{
    /// <summary>
    /// Charges a receipt against its hold and puts it in the outbox, in one step. The hold is released whole: what the job
    /// did not use is available again.
    /// </summary>
    public static Step<ChannelState> Post(ChannelState state, SignedReceipt signed)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        var receipt = signed.Receipt;
        var hash = receipt.Hash();
        if (FindEnded(state, receipt.Job) is { } ended)
        {
            if (ended.Ending == HoldEnding.Posted && ended.ReceiptHash == hash) return Step<ChannelState>.Stay(state);
            return ended.Ending == HoldEnding.Posted
                ? Refuse(RefusalCode.OperationConflict, $"Job {receipt.Job} was charged with another receipt.")
                : Refuse(RefusalCode.HoldEnded, $"The hold of job {receipt.Job} was released before its receipt came; nothing is charged.");
        }
        if (IsUnsettled(state, receipt.Job, hash)) return Step<ChannelState>.Stay(state);
        if (!state.Holds.TryGetValue(receipt.Job, out var hold))
            return Refuse(RefusalCode.HoldUnknown, $"Channel {state.Channel} has no hold for job {receipt.Job}.");
        if (receipt.Channel != state.Channel || receipt.Client != state.Client)
            return Refuse(RefusalCode.WrongChannel, $"The receipt of job {receipt.Job} names another channel or client.");
        if (receipt.Charge.IsNegative) return Refuse(RefusalCode.AmountInvalid, "A charge is never negative.");
        if (receipt.Charge > hold.Amount)
            return Refuse(RefusalCode.ChargeAboveHold, $"The receipt of job {receipt.Job} charges {receipt.Charge}, above the {hold.Amount} held.");

        var number = checked(state.ReceiptCount + 1);
        var charged = state.Charged + receipt.Charge;
        var released = Release(state, new EndedHold(receipt.Job, HoldEnding.Posted, hash, number));
        return To(state, released with
        {
            Charged = charged,
            ReceiptCount = number,
            Usage = state.Usage.Add(receipt.Charge, receipt.EndedAt),
            Unsettled = state.Unsettled.Add(new PostedReceipt(number, charged, ReceiptLine.From(receipt, hash))),
        });
    }
}
