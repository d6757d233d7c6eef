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
    public void The_last_released_holds_are_remembered()
    {
        var state = Enumerable.Range(1, Channel.EndedKept + 1).Aggregate(Samples.Open(), (state, job) => Channel.Void(state, Samples.Job(job)).State);

        state.Ended.Should().HaveCount(Channel.EndedKept);
        Hold(state, 2).Refusal!.Code.Should().Be(RefusalCode.HoldEnded);
        Hold(state, 1).Refusal.Should().BeNull("it was forgotten");
    }

    [Fact]
    public void A_posted_receipt_that_was_forgotten_and_waits_in_the_outbox_is_still_a_repeat()
    {
        var state = Channel.Post(Hold(Samples.Open(), 1).State, Samples.Receipt(1, 5)).State with { Ended = [] };

        Channel.Post(state, Samples.Receipt(1, 5)).State.Should().BeSameAs(state);
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

    [Fact]
    public void A_step_on_damaged_books_breaks_an_invariant_instead_of_going_on()
    {
        var damaged = Samples.Open() with { Voucher = Samples.Voucher(10_001, 1) };
        var going = () => Channel.Void(damaged, Samples.Job(1));

        going.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I4");
    }

    [Fact]
    public void Refusals_say_what_to_do()
    {
        var owing = Channel.Post(Hold(Samples.Open(), 1, 700).State, Samples.Receipt(1, 700)).State;
        var signed = Channel.AcceptVoucher(owing, Samples.Voucher(500, 4)).State;

        Hold(owing, 2, 301).Refusal!.Message.Should().Contain("owes 0.000000700 TON").And.Contain("Sign a voucher for 0.000000700 TON with seqno 1 or above");
        Hold(signed, 2, 801).Refusal!.Message.Should().Contain("owes 0.000000200 TON").And.Contain("Sign a voucher for 0.000000700 TON with seqno 5 or above");
        Channel.Agree(Channel.Drain(signed).State).Refusal!.Message.Should().Contain("owes 0.000000200 TON").And.Contain("Sign a voucher for 0.000000700 TON");
        Channel.AcceptVoucher(Hold(signed, 2, 100).State, Samples.Voucher(801, 5)).Refusal!.Message.Should().Contain("only 0.000000800 TON is charged or held");
        Hold(Samples.Open() with { Charged = new Nano(9_950) }, 1, 30).Refusal!.Message.Should().Contain("has 0.000000000 TON free. Top up the channel by 0.000000080 TON");
        Channel.Permit(Samples.Open() with { Charged = new Nano(9_950) }, new Nano(1), 1, Samples.Limits).Refusal!.Message.Should().StartWith("0.000000000 TON of channel");
    }

    [Fact]
    public void What_is_signed_for_cannot_be_withdrawn_even_when_no_job_used_it()
    {
        var state = Channel.AcceptVoucher(Hold(Samples.Open(), 1, 900).State, Samples.Voucher(900, 1)).State;
        state = Channel.Void(state, Samples.Job(1)).State;

        Channel.Permit(state, new Nano(9_001), 1, Samples.Limits).Refusal!.Code.Should().Be(RefusalCode.InsufficientBalance);
        Channel.Permit(state, new Nano(9_000), 1, Samples.Limits).Refusal.Should().BeNull("10,000 less the reserve of 100 and the 900 signed for");
    }

    [Fact]
    public void A_permit_stays_reserved_for_two_minutes_after_its_validity()
    {
        var until = (uint)Samples.Now.ToUnixTimeSeconds();
        var permitted = Channel.Permit(Samples.Open(), new Nano(4_000), until, Samples.Limits).State;

        Channel.Observe(permitted, Samples.Facts() with { Time = Samples.Now.AddSeconds(120) }, Samples.Limits).State.Permit.Should().NotBeNull();
        Channel.Observe(permitted, Samples.Facts() with { Time = Samples.Now.AddSeconds(121) }, Samples.Limits).State.Permit.Should().BeNull();
    }

    [Fact]
    public void A_voucher_may_reach_the_whole_deposit() =>
        Channel.AcceptVoucher(Samples.Open() with { Charged = new Nano(10_000) }, Samples.Voucher(10_000, 1)).Refusal.Should().BeNull();

    [Theory]
    [InlineData(1, 2, 1)]
    [InlineData(2, 1, 1)]
    [InlineData(1, null, 1)]
    [InlineData(null, 2, 2)]
    [InlineData(null, null, null)]
    public void A_voucher_has_to_be_claimed_before_whatever_comes_first(int? closes, int? keyChanges, int? claimBy)
    {
        DateTimeOffset? At(int? hours) => hours is { } some ? Samples.Now.AddHours(some) : null;
        var facts = Samples.Facts() with { ClosesAt = At(closes), KeyChangesAt = At(keyChanges) };

        facts.ClaimBy.Should().Be(At(claimBy));
        Channel.Observe(Samples.Open(), facts, Samples.Limits).State.ClaimBy.Should().Be(At(claimBy));
        (facts with { Closed = true }).ClaimBy.Should().BeNull("it is too late");
        Channel.Observe(Samples.Open(), facts with { Closed = true }, Samples.Limits).State.ClaimBy.Should().BeNull();
    }

    private static string Broken(ChannelState state)
    {
        var checking = () => Channel.Check(state);
        return checking.Should().Throw<InvariantViolationException>().Which.Invariant;
    }
}
