using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Core.Tests.Channels;

/// <summary>How the books follow the contract.</summary>
public sealed class ChannelObserveTests
{
    private static readonly ChannelLimits Final8 = Samples.Limits with { FinalityBlocks = 8 };

    [Fact]
    public void A_deposit_that_shrinks_is_refused() =>
        Channel.Observe(Samples.Open(), Samples.Facts(9_999), Samples.Limits).Refusal!.Code.Should().Be(RefusalCode.DepositShrank);

    [Fact]
    public void A_channel_cannot_change_hands() =>
        Channel.Observe(Samples.Open(), Samples.Facts() with { Client = Samples.Account(9) }, Samples.Limits).Refusal!.Code.Should().Be(RefusalCode.ChannelMismatch);

    [Fact]
    public void A_deposit_counts_once_it_is_final()
    {
        var seen = Channel.Observe(new ChannelState(), Samples.Facts(5_000), Final8).State;
        var early = Channel.Observe(seen, Samples.Facts(5_000) with { Block = 107 }, Final8).State;
        var final = Channel.Observe(early, Samples.Facts(5_000) with { Block = 108 }, Final8).State;

        (seen.Deposit.Value, seen.Seen!.Deposit.Value).Should().Be((0, 5_000));
        early.Deposit.IsZero.Should().BeTrue();
        (final.Deposit.Value, final.Seen).Should().Be((5_000, null));
    }

    [Fact]
    public void A_deposit_that_a_reorganisation_takes_back_never_counted()
    {
        var seen = Channel.Observe(new ChannelState(), Samples.Facts(5_000), Final8).State;
        var gone = Channel.Observe(seen, Samples.Facts(0) with { Block = 99 }, Final8).State;
        var back = Channel.Observe(gone, Samples.Facts(5_000) with { Block = 105 }, Final8).State;

        gone.Seen.Should().BeNull();
        Channel.Observe(back, Samples.Facts(5_000) with { Block = 112 }, Final8).State.Deposit.IsZero.Should().BeTrue("the count of blocks began anew");
        Channel.Observe(back, Samples.Facts(5_000) with { Block = 113 }, Final8).State.Deposit.Value.Should().Be(5_000);
    }

    [Fact]
    public void Small_deposits_do_not_push_each_other_back_for_ever()
    {
        var state = Channel.Observe(new ChannelState(), Samples.Facts(1_000), Final8).State;
        for (var block = 101u; block <= 108; block++) state = Channel.Observe(state, Samples.Facts(1_000 + block) with { Block = block }, Final8).State;

        state.Deposit.Value.Should().Be(1_000);
    }

    [Fact]
    public void A_deposit_that_comes_while_another_is_waiting_counts_too()
    {
        var state = Channel.Observe(new ChannelState(), Samples.Facts(5_000), Final8).State;
        foreach (var block in new uint[] { 105, 108, 115 }) state = Channel.Observe(state, Samples.Facts(8_000) with { Block = block }, Final8).State;
        state.Deposit.Value.Should().Be(5_000, "the larger one has been the oldest sighting since block 108 only");

        Channel.Observe(state, Samples.Facts(8_000) with { Block = 116 }, Final8).State.Deposit.Value.Should().Be(8_000);
    }

    [Fact]
    public void A_channel_without_a_deposit_is_open_all_the_same()
    {
        var step = Channel.Observe(new ChannelState(), Samples.Facts(0), Final8);

        (step.Changed, step.State.IsOpen).Should().Be((true, true));
        Channel.Observe(step.State, Samples.Facts(0), Final8).Changed.Should().BeFalse();
    }

    [Fact]
    public void A_lone_close_stops_new_jobs_and_hurries_the_claim()
    {
        var closing = Channel.Observe(Samples.Open(), Samples.Facts() with { ClosesAt = Samples.Now.AddHours(1) }, Samples.Limits).State;

        closing.Phase.Should().Be(ChannelPhase.Closing);
        closing.ClaimBy.Should().Be(Samples.Now.AddHours(1));
        Hold(closing).Refusal!.Code.Should().Be(RefusalCode.ChannelClosing);
        Channel.Observe(closing, Samples.Facts(), Samples.Limits).State.Phase.Should().Be(ChannelPhase.Open, "a reorganisation took the announcement back");
    }

    [Fact]
    public void While_the_voucher_key_changes_no_job_starts_and_then_the_new_key_counts()
    {
        var changing = Channel.Observe(Samples.Open(), Samples.Facts() with { KeyChangesAt = Samples.Now.AddHours(1) }, Samples.Limits).State;
        var changed = Channel.Observe(changing, Samples.Facts() with { VoucherKey = Samples.Bytes(8) }, Samples.Limits).State;

        Hold(changing).Refusal!.Code.Should().Be(RefusalCode.ChannelClosing);
        Hold(changed).Refusal.Should().BeNull();
        changed.VoucherKey.Should().Be(Samples.Bytes(8));
    }

    [Fact]
    public void A_withdrawal_that_nobody_permitted_is_a_mismatch() =>
        Channel.Observe(Samples.Open(), Samples.Facts() with { Withdrawn = new Nano(1) }, Samples.Limits).Refusal!.Code.Should().Be(RefusalCode.ChannelMismatch);

    [Fact]
    public void A_permit_reserves_until_it_can_no_longer_be_used()
    {
        var until = (uint)Samples.Now.AddMinutes(10).ToUnixTimeSeconds();
        var permitted = Channel.Permit(Samples.Open(), new Nano(4_000), until, Samples.Limits).State;

        permitted.Available(Samples.Limits).Value.Should().Be(10_000 - 100 - 4_000);
        Channel.Permit(permitted, new Nano(4_000), until, Samples.Limits).Changed.Should().BeFalse("the same request gets the same permit");
        Channel.Permit(permitted, new Nano(1), until, Samples.Limits).Refusal!.Code.Should().Be(RefusalCode.OperationConflict);
        var late = Channel.Observe(permitted, Samples.Facts() with { Time = Samples.Now.AddMinutes(13) }, Samples.Limits).State;
        late.Available(Samples.Limits).Value.Should().Be(9_900, "the unused permit has expired");
        var used = Channel.Observe(permitted, Samples.Facts() with { Withdrawn = new Nano(4_000), Time = Samples.Now.AddMinutes(13) }, Samples.Limits).State;
        used.Available(Samples.Limits).Value.Should().Be(5_900);
    }

    [Fact]
    public void More_than_is_free_cannot_be_withdrawn()
    {
        var state = Hold(Samples.Open(), 900).State;

        Channel.Permit(state, new Nano(9_000), 1, Samples.Limits).Refusal.Should().BeNull("10,000 less 900 held less the reserve of 100");
        Channel.Permit(state, new Nano(9_001), 1, Samples.Limits).Refusal!.Code.Should().Be(RefusalCode.InsufficientBalance);
        Channel.Permit(state, Nano.Zero, 1, Samples.Limits).Refusal!.Code.Should().Be(RefusalCode.AmountInvalid);
    }

    [Fact]
    public void Closing_together_waits_for_jobs_and_for_a_voucher_over_everything()
    {
        var open = Hold(Samples.Open(), 100).State;
        Channel.Agree(open).Refusal!.Code.Should().Be(RefusalCode.ChannelClosing, "nobody asked to close");
        var draining = Channel.Drain(open).State;

        Hold(draining, 1, job: 2).Refusal!.Code.Should().Be(RefusalCode.ChannelClosing);
        Channel.Agree(draining).Refusal!.Code.Should().Be(RefusalCode.ChannelBusy);
        var done = Channel.Post(draining, Samples.Receipt(1, 60)).State;
        Channel.Agree(done).Refusal!.Code.Should().Be(RefusalCode.VoucherRequired);
        var agreed = Channel.Agree(Channel.AcceptVoucher(done, Samples.Voucher(60, 1)).State).State;
        agreed.Phase.Should().Be(ChannelPhase.Agreed);
        Channel.FinalAmount(agreed).Value.Should().Be(60);
        Channel.Reopen(agreed).Refusal!.Code.Should().Be(RefusalCode.ChannelClosing, "the agreement may be on its way");
        Channel.Reopen(draining).State.Phase.Should().Be(ChannelPhase.Open);
    }

    [Fact]
    public void A_closed_channel_takes_no_voucher_and_forgets_nothing()
    {
        var charged = Channel.Post(Hold(Samples.Open(), 100).State, Samples.Receipt(1, 60)).State;
        var closed = Channel.Observe(charged, Samples.Facts() with { Closed = true, Withdrawn = new Nano(10_000) }, Samples.Limits).State;

        closed.Phase.Should().Be(ChannelPhase.Closed);
        closed.Charged.Value.Should().Be(60);
        Channel.AcceptVoucher(closed, Samples.Voucher(60, 1)).Refusal!.Code.Should().Be(RefusalCode.ChannelClosing);
        Channel.Observe(closed, Samples.Facts(), Samples.Limits).State.Phase.Should().Be(ChannelPhase.Agreed, "the close may come again after a reorganisation");
    }

    [Fact]
    public void Advice_to_top_up_comes_when_a_days_use_is_not_left()
    {
        var state = Samples.Open(deposit: 2_000);
        for (var job = 1; job <= 10; job++)
        {
            state = Hold(state, 100, job).State;
            state = Channel.AcceptVoucher(Channel.Post(state, Samples.Receipt(job, 100)).State, Samples.Voucher(job * 100, (uint)job)).State;
        }

        var advice = TopUpAdvice.For(state, Samples.Limits, Samples.Now)!;

        (advice.PerDay.Value, advice.Amount.Value).Should().Be((1_000, 7_000 - 900));
        advice.Left.Should().BeCloseTo(TimeSpan.FromHours(21.6), TimeSpan.FromMinutes(1));
        TopUpAdvice.For(state, Samples.Limits, Samples.Now.AddDays(3)).Should().BeNull("use has faded");
        TopUpAdvice.For(Samples.Open(), Samples.Limits, Samples.Now).Should().BeNull("no use, no advice");
    }

    private static Step<ChannelState> Hold(ChannelState state, long amount = 1, int job = 1) =>
        Channel.Hold(state, Samples.Job(job), new Nano(amount), Samples.Now.AddMinutes(1), Samples.Limits, Samples.Now);
}
