using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Storage.Tests.Formats;

internal static class ChannelSamples
{
    private static readonly ReceiptLine First = Line(4, provider: 3, pay: 1_943, fee: 102);
    private static readonly ReceiptLine Second = Line(5, provider: 13, pay: 950, fee: 50);

    /// <summary>Two running jobs, three charged ones of which two wait for settlement, a permit, a deposit not yet final.</summary>
    public static ChannelState Busy { get; } = new()
    {
        Channel = Values.Address(2),
        Client = Values.Address(1),
        VoucherKey = Values.Hash(50),
        Deposit = new Nano(5_000_000_000),
        Charged = new Nano(4_045),
        Holds = new ChannelState().Holds
            .Add(Values.Job(2), new Hold(new Nano(9_000), Values.Time(10)))
            .Add(Values.Job(3), new Hold(new Nano(8_000), Values.Time(11))),
        Voucher = new SignedVoucher(new Voucher(Values.Address(2), new Nano(3_045), 17), Values.Signature(51)),
        ReceiptCount = 3,
        Unsettled = [new PostedReceipt(2, new Nano(3_045), First), new PostedReceipt(3, new Nano(4_045), Second)],
        Ended =
        [
            new EndedHold(Values.Job(1), HoldEnding.Posted, Values.Hash(1), 1),
            new EndedHold(Values.Job(7), HoldEnding.Voided, default, 0),
            new EndedHold(Values.Job(8), HoldEnding.Expired, default, 0),
            new EndedHold(Values.Job(4), HoldEnding.Posted, First.Hash, 2),
            new EndedHold(Values.Job(5), HoldEnding.Posted, Second.Hash, 3),
        ],
        PushedVoucherSeqno = 16,
        Held = new Nano(17_000),
        Vault = Values.Address(5),
        Phase = ChannelPhase.Open,
        KeyChangesAt = Values.Time(240),
        Withdrawn = new Nano(1_000_000_000),
        Permit = new WithdrawalPermit(new Nano(1_500_000_000), 1_767_330_000),
        Claimed = new Nano(1_000),
        Seen = new DepositSighting(new Nano(6_000_000_000), 4_200),
        Usage = new ChannelUsage(490_923, new Nano(4_045)),
    };

    /// <summary>Its owner closes it alone; nothing runs, nothing waits.</summary>
    public static ChannelState Closing { get; } = new()
    {
        Channel = Values.Address(12),
        Client = Values.Address(1),
        VoucherKey = Values.Hash(52),
        Deposit = new Nano(1_000_000_000),
        Vault = Values.Address(5),
        Phase = ChannelPhase.Closing,
        ClosesAt = Values.Time(120),
    };

    private static ReceiptLine Line(byte job, byte provider, long pay, long fee) => new(
        Values.Hash(job), Values.Job(job), Values.Address(2), Values.Address(provider), new Nano(pay), new Nano(fee), Values.Time(2));
}
