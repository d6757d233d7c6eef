using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Channels;

public sealed class ChannelTests
{
    private static readonly DateTimeOffset Deadline = Samples.Now.AddMinutes(1);

    private static Step<ChannelState> Hold(ChannelState state, int job, long amount) =>
        Channel.Hold(state, Samples.Job(job), new Nano(amount), Deadline, Samples.Limits, Samples.Now);

    [Fact]
    public void A_hold_takes_from_what_is_available()
    {
        var state = Hold(Samples.Open(), 1, 300).State;

        state.Held.Value.Should().Be(300);
        state.Available(Samples.Limits).Value.Should().Be(10_000 - 100 - 300);
    }

    [Fact]
    public void A_hold_above_the_balance_says_how_much_to_top_up()
    {
        var refusal = Hold(Samples.Open(deposit: 500), 1, 600).Refusal!;

        refusal.Code.Should().Be(RefusalCode.InsufficientBalance);
        refusal.Message.Should().Contain("Top up the channel by 0.000000200 TON", "400 of the 500 are free");
    }

    [Fact]
    public void Exposure_counts_work_done_and_running_against_the_cap()
    {
        var state = Hold(Samples.Open(), 1, 700).State;
        state = Channel.Post(state, Samples.Receipt(1, 700)).State;

        Hold(state, 2, 300).Refusal.Should().BeNull("exposure is exactly the cap of 1,000");
        Hold(state, 2, 301).Refusal!.Code.Should().Be(RefusalCode.VoucherRequired);
        Hold(Channel.AcceptVoucher(state, Samples.Voucher(700, 1)).State, 2, 1_000).Refusal.Should().BeNull();
    }

    [Fact]
    public void A_repeated_hold_changes_nothing_and_another_body_is_refused()
    {
        var state = Hold(Samples.Open(), 1, 300).State;

        Hold(state, 1, 300).Changed.Should().BeFalse();
        Hold(state, 1, 301).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
    }

    [Fact]
    public void Posting_charges_once_and_releases_the_rest()
    {
        var state = Hold(Samples.Open(), 1, 300).State;
        var posted = Channel.Post(state, Samples.Receipt(1, 120)).State;

        posted.Charged.Value.Should().Be(120);
        posted.Held.IsZero.Should().BeTrue();
        posted.Unsettled.Should().ContainSingle().Which.Number.Should().Be(1);
        Channel.Post(posted, Samples.Receipt(1, 120)).Changed.Should().BeFalse("the same receipt again is a repeat");
        Channel.Post(posted, Samples.Receipt(1, 121)).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
        Channel.Void(posted, Samples.Job(1)).Refusal!.Code.Should().Be(RefusalCode.HoldEnded);
    }

    [Fact]
    public void A_charge_above_its_hold_is_refused()
    {
        var state = Hold(Samples.Open(), 1, 100).State;

        Channel.Post(state, Samples.Receipt(1, 101)).Refusal!.Code.Should().Be(RefusalCode.ChargeAboveHold);
        Channel.Post(state, Samples.Receipt(2, 1)).Refusal!.Code.Should().Be(RefusalCode.HoldUnknown);
        Channel.Post(state, Samples.Receipt(1, 1, channel: Samples.Account(9))).Refusal!.Code.Should().Be(RefusalCode.WrongChannel);
    }

    [Fact]
    public void A_void_that_overtakes_its_hold_keeps_it_out()
    {
        var state = Channel.Void(Samples.Open(), Samples.Job(1)).State;

        Hold(state, 1, 10).Refusal!.Code.Should().Be(RefusalCode.HoldEnded);
    }

    [Fact]
    public void Holds_end_at_their_deadline_and_cannot_be_posted_afterwards()
    {
        var state = Hold(Samples.Open(), 1, 300).State;

        Channel.ExpireHolds(state, Deadline.AddTicks(-1)).Changed.Should().BeFalse();
        var expired = Channel.ExpireHolds(state, Deadline).State;
        expired.Held.IsZero.Should().BeTrue();
        Channel.Post(expired, Samples.Receipt(1, 10)).Refusal!.Code.Should().Be(RefusalCode.HoldEnded);
    }

    [Theory]
    [InlineData(0, 1, RefusalCode.AmountInvalid)]
    [InlineData(50, 0, RefusalCode.VoucherStale)]
    [InlineData(20_000, 1, RefusalCode.VoucherAboveDeposit)]
    [InlineData(101, 1, RefusalCode.VoucherAboveOwed)]
    public void Bad_vouchers_are_refused(long amount, uint seqno, RefusalCode code)
    {
        var state = Channel.Post(Hold(Samples.Open(), 1, 100).State, Samples.Receipt(1, 100)).State;

        Channel.AcceptVoucher(state, Samples.Voucher(amount, seqno)).Refusal!.Code.Should().Be(code);
    }

    [Fact]
    public void Voucher_amount_and_seqno_only_grow()
    {
        var state = Channel.Post(Hold(Samples.Open(), 1, 100).State, Samples.Receipt(1, 100)).State;
        state = Channel.AcceptVoucher(state, Samples.Voucher(50, 3)).State;

        Channel.AcceptVoucher(state, Samples.Voucher(50, 3)).Changed.Should().BeFalse();
        Channel.AcceptVoucher(state, Samples.Voucher(50, 4)).Refusal!.Code.Should().Be(RefusalCode.VoucherStale);
        Channel.AcceptVoucher(state, Samples.Voucher(60, 3)).Refusal!.Code.Should().Be(RefusalCode.VoucherStale);
        Channel.AcceptVoucher(state, Samples.Voucher(60, 4)).Changed.Should().BeTrue();
    }

    [Fact]
    public void Only_covered_receipts_leave_and_leave_once()
    {
        var state = Samples.Open();
        foreach (var job in (int[])[1, 2]) state = Channel.Post(Hold(state, job, 100).State, Samples.Receipt(job, 100)).State;
        state = Channel.AcceptVoucher(state, Samples.Voucher(150, 1)).State;

        Channel.Covered(state, 10).Select(posted => posted.Number).Should().Equal(1);
        var pushed = Channel.Pushed(state, 1, 1).State;
        pushed.Unsettled.Select(posted => posted.Number).Should().Equal(2);
        Channel.Pushed(pushed, 1, 1).Changed.Should().BeFalse();
        Channel.HasPush(pushed).Should().BeFalse();
    }

    [Fact]
    public void A_damaged_record_is_noticed()
    {
        var checking = () => Channel.Check(Samples.Open() with { Charged = new Nano(10_001) });

        checking.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I2");
    }
}
