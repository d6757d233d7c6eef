using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Tests.Channels;

/// <summary>What a channel refuses at its edges, and what it forgets.</summary>
public sealed class ChannelLimitTests
{
    private static Step<ChannelState> Hold(ChannelState state, int job, long amount = 10, double seconds = 60) =>
        Channel.Hold(state, Samples.Job(job), new Nano(amount), Samples.Now.AddSeconds(seconds), Samples.Limits, Samples.Now);

    public static TheoryData<string, Func<ChannelState, Step<ChannelState>>> Steps => new()
    {
        { "hold", state => Hold(state, 1) },
        { "post", state => Channel.Post(state, Samples.Receipt(1, 1)) },
        { "void", state => Channel.Void(state, Samples.Job(1)) },
        { "voucher", state => Channel.AcceptVoucher(state, Samples.Voucher(1, 1)) },
        { "drain", Channel.Drain },
        { "reopen", Channel.Reopen },
        { "agree", Channel.Agree },
        { "permit", state => Channel.Permit(state, new Nano(1), 1, Samples.Limits) },
    };

    [Theory]
    [MemberData(nameof(Steps))]
    public void Nothing_happens_on_a_channel_that_was_never_opened(string step, Func<ChannelState, Step<ChannelState>> take) =>
        take(new ChannelState()).Refusal!.Code.Should().Be(RefusalCode.ChannelNotOpen, step);

    [Fact]
    public void A_deadline_lies_between_now_and_the_longest_hold()
    {
        Hold(Samples.Open(), 1, seconds: 0).Refusal!.Code.Should().Be(RefusalCode.DeadlineInvalid);
        Hold(Samples.Open(), 1, seconds: 600).Refusal.Should().BeNull();
        Hold(Samples.Open(), 1, seconds: 600.001).Refusal!.Code.Should().Be(RefusalCode.DeadlineInvalid);
    }

    [Fact]
    public void So_many_jobs_run_at_once_and_no_more()
    {
        var state = Enumerable.Range(1, 8).Aggregate(Samples.Open(), (state, job) => Hold(state, job).State);

        Hold(state, 9).Refusal!.Code.Should().Be(RefusalCode.TooManyHolds);
    }

    [Fact]
    public void A_full_outbox_stops_new_holds()
    {
        var posted = new PostedReceipt(1, Nano.Zero, ReceiptLine.From(Samples.Receipt(1, 0).Receipt, Samples.Bytes(1)));
        ChannelState Waiting(int receipts) => Samples.Open() with { Unsettled = [.. Enumerable.Repeat(posted, receipts)] };

        Hold(Waiting(Channel.MaxUnsettled - 1), 2).Refusal.Should().BeNull();
        Hold(Waiting(Channel.MaxUnsettled), 2).Refusal!.Code.Should().Be(RefusalCode.VoucherRequired);
    }

    [Fact]
    public void The_last_256_released_holds_are_remembered()
    {
        var state = Enumerable.Range(1, 257).Aggregate(Samples.Open(), (state, job) => Channel.Void(state, Samples.Job(job)).State);

        state.Ended.Should().HaveCount(Channel.EndedKept);
        Hold(state, 2).Refusal!.Code.Should().Be(RefusalCode.HoldEnded);
        Hold(state, 1).Refusal.Should().BeNull("it was forgotten");
    }

    [Fact]
    public void A_posted_receipt_that_was_forgotten_and_waits_in_the_outbox_is_still_a_repeat()
    {
        var state = Channel.Post(Hold(Samples.Open(), 1).State, Samples.Receipt(1, 5)).State with { Ended = [] };

        Channel.Post(state, Samples.Receipt(1, 5)).Changed.Should().BeFalse();
        Channel.Post(state, Samples.Receipt(1, 6)).Refusal!.Code.Should().Be(RefusalCode.HoldUnknown);
    }

    [Theory]
    [InlineData("I1", 9_000, -1, 0, 0)]
    [InlineData("I1", 9_000, 0, -1, 0)]
    [InlineData("I1", 9_000, 0, 0, -1)]
    [InlineData("I1", -1, -2, 0, 0)]
    [InlineData("I2", 9_000, 9_000, 1, 0)]
    [InlineData("I2", 9_000, 9_000, 0, 1)]
    public void Totals_that_do_not_add_up_are_noticed(string invariant, long deposit, long charged, long held, long withdrawn) =>
        Broken(Samples.Open() with { Deposit = new Nano(deposit), Charged = new Nano(charged), Held = new Nano(held), Withdrawn = new Nano(withdrawn) }).Should().Be(invariant);

    [Fact]
    public void A_deposit_may_be_used_to_the_last_nano() => Channel.Check(Samples.Open() with { Deposit = new Nano(9_000), Charged = new Nano(8_000), Withdrawn = new Nano(1_000) });

    [Fact]
    public void Damage_in_holds_vouchers_and_receipts_is_noticed()
    {
        var state = Hold(Samples.Open(), 1).State;
        var posted = Channel.Post(state, Samples.Receipt(1, 5)).State;

        Broken(state with { Held = new Nano(11) }).Should().Be("I1");
        Broken(state with { Held = new Nano(-5), Holds = state.Holds.SetItem(Samples.Job(1), new Hold(new Nano(-5), Samples.Now)) }).Should().Be("I1");
        Broken(state with { Held = new Nano(5), Holds = state.Holds.SetItem(Samples.Job(1), new Hold(new Nano(-5), Samples.Now)).Add(Samples.Job(2), new Hold(new Nano(10), Samples.Now)) }).Should().Be("I5");
        Broken(state with { Voucher = Samples.Voucher(10_001, 1) }).Should().Be("I4");
        Broken(posted with { ReceiptCount = 2 }).Should().Be("I6");
        Channel.Check(state with { Voucher = Samples.Voucher(10_000, 1) });
    }

    [Fact]
    public void The_shard_cannot_acknowledge_what_was_never_posted()
    {
        var acknowledging = () => Channel.Pushed(Samples.Open(), upToNumber: 1, voucherSeqno: 0);

        acknowledging.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I6");
    }

    [Fact]
    public void Covered_receipts_leave_in_portions()
    {
        var state = Enumerable.Range(1, 4).Aggregate(Samples.Open(), (state, job) => Channel.Post(Hold(state, job).State, Samples.Receipt(job, 10)).State);
        state = Channel.AcceptVoucher(state, Samples.Voucher(30, 1)).State;

        Channel.Covered(state, 2).Select(posted => posted.Number).Should().Equal(1, 2);
        Channel.Covered(state, 9).Select(posted => posted.Number).Should().Equal(1, 2, 3);
        Channel.HasPush(state).Should().BeTrue();
        Channel.HasPush(Channel.Pushed(state, 0, 1).State).Should().BeTrue("three receipts wait");
        Channel.HasPush(Channel.Pushed(state, 3, 0).State).Should().BeTrue("the voucher waits");
        Channel.HasPush(Channel.Pushed(state, 3, 1).State).Should().BeFalse();
    }

    private static string Broken(ChannelState state)
    {
        var checking = () => Channel.Check(state);
        return checking.Should().Throw<InvariantViolationException>().Which.Invariant;
    }
}
