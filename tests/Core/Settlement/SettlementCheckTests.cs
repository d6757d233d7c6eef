using System.Security.Cryptography;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>Damaged records are noticed, and figures that others rely on stay what they are.</summary>
public sealed class SettlementCheckTests
{
    private static readonly SettlementPolicy Policy = new(5, TimeSpan.FromHours(1), new Nano(1_000_000), 100, TimeSpan.FromDays(1));

    private static SettlementState Taken()
    {
        var line = new ReceiptLine(Samples.Bytes(1), Samples.Job(1), Samples.Channel, Samples.Provider, new Nano(95), new Nano(5), Samples.Now);
        return Settlements.Accept(new SettlementState(), new SettlementPush(Samples.Voucher(100, 1), [new PostedReceipt(1, new Nano(100), line)])).State;
    }

    private static SettlementState Open() => Settlements.Cut(Taken(), Policy, new SettlementCosts(Nano.Zero, Nano.Zero, Nano.Zero), Samples.Now).State;

    private static SettlementState With(SettlementState state, ProviderTally tally) => state with { Providers = state.Providers.SetItem(Samples.Provider, tally) };

    public static TheoryData<string, Func<SettlementState>> Damages => new()
    {
        { "I1", () => With(Open() with { Open = null }, new ProviderTally(new Nano(95), new Nano(95), new Nano(90), new Nano(6), null)) },
        { "I1", () => With(Open(), new ProviderTally(new Nano(94), new Nano(95), Nano.Zero, Nano.Zero, null)) },
        { "I1", () => With(Open(), new ProviderTally(new Nano(95), new Nano(95), new Nano(-1), Nano.Zero, null)) },
        { "I1", () => With(Open(), new ProviderTally(new Nano(95), new Nano(95), Nano.Zero, new Nano(-1), null)) },
        { "I6", () => Taken() with { Pending = [] } },
        { "I7", () => Open() with { NextSeqno = 1 } },
        { "I1", () => Open() is var state ? state with { Open = state.Open! with { Payouts = [new Payout(Samples.Provider, new Nano(96))] } } : state },
        { "I7", () => Open() is var state ? state with { Open = state.Open! with { Payouts = [.. Enumerable.Repeat(new Payout(Samples.Provider, Nano.Zero), 255)] } } : state },
        { "I7", () => Open() is var state ? state with { Open = state.Open! with { Claims = [.. Enumerable.Repeat(state.Open.Claims[0], 255)] } } : state },
    };

    [Theory]
    [MemberData(nameof(Damages))]
    public void A_damaged_record_is_noticed(string invariant, Func<SettlementState> damage)
    {
        var checking = () => Settlements.Check(damage());

        checking.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be(invariant);
    }

    [Fact]
    public void A_full_batch_and_a_tally_paid_to_the_nano_are_in_order()
    {
        var state = Open();

        Settlements.Check(With(state with { Open = null }, new ProviderTally(new Nano(95), new Nano(95), new Nano(90), new Nano(5), null)));
        Settlements.Check(state with { Open = state.Open! with { Payouts = [.. Enumerable.Repeat(new Payout(Samples.Provider, new Nano(95)), 254)], Claims = [.. Enumerable.Repeat(state.Open.Claims[0], 254)] } });
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(95, -1)]
    public void A_receipt_with_a_negative_part_is_a_broken_invariant(long pay, long fee)
    {
        var line = new ReceiptLine(Samples.Bytes(1), Samples.Job(1), Samples.Channel, Samples.Provider, new Nano(pay), new Nano(fee), Samples.Now);
        var taking = () => Settlements.Accept(new SettlementState(), new SettlementPush(Samples.Voucher(100, 1), [new PostedReceipt(1, new Nano(100), line)]));

        taking.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I10");
    }

    [Fact]
    public void A_claim_given_up_without_a_loss_is_no_difference()
    {
        Settlements.GiveUpClaim(Open(), DifferenceKind.ClaimLost, Samples.Channel, new Nano(100), Samples.Now).State.Differences.Should().BeEmpty();
        var lost = Settlements.GiveUpClaim(Open(), DifferenceKind.ClaimLost, Samples.Channel, new Nano(99), Samples.Now).State;

        lost.Differences.Should().ContainSingle().Which.ToString().Should().Be($"ClaimLost at {Samples.Channel}: expected 0.000000100 TON claimed, found 0.000000099 TON");
        lost.Channels[Samples.Channel].Unclaimed.IsZero.Should().BeTrue();
        Settlements.GiveUpClaim(Open(), DifferenceKind.ClaimLost, Samples.Account(9), Nano.Zero, Samples.Now).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown);
    }

    private static SettlementState Adopt(SettlementState state, Dictionary<AccountAddress, Nano> drawn, uint seqno) =>
        Settlements.AdoptDraws(Settlements.DrawsSeen(state, new DrawSighting(seqno, Samples.Bytes(4), 7)).State, drawn).State;

    [Fact]
    public void Draws_of_strangers_and_of_old_seqnos_are_not_taken_over()
    {
        var draws = new Dictionary<AccountAddress, Nano> { [Samples.Account(9)] = new(40) };
        var back = () => Adopt(Taken() with { NextSeqno = 2 }, draws, seqno: 1);

        var after = Adopt(Taken(), draws, seqno: 0);

        after.Providers.Should().ContainSingle().Which.Value.Drawn.IsZero.Should().BeTrue();
        back.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I7");
    }

    [Fact]
    public void A_draw_of_all_leaves_nothing_to_pay_and_is_never_forgotten()
    {
        var open = Settlements.PayoutSigned(Settlements.Claimed(Open()).State, new ChainAttempt(Samples.Bytes(1), 100, 0), 0).State;
        var all = Adopt(open, new Dictionary<AccountAddress, Nano> { [Samples.Provider] = new(95) }, seqno: 1);

        all.Open!.Payouts.Should().BeEmpty();
        all.Open.PayoutAttempt.Should().BeNull("it was signed for a seqno that is used up");
        Adopt(all, new Dictionary<AccountAddress, Nano> { [Samples.Provider] = new(90) }, seqno: 2).Providers[Samples.Provider].Drawn.Value.Should().Be(95);
    }

    [Fact]
    public void The_leaf_of_an_entry_has_the_layout_of_the_contract()
    {
        var account = AccountAddress.From(-1, Samples.Bytes(3).ToArray());

        new EarningsEntry(account, new Nano(0x0102), new Nano(3)).Leaf().ToArray().Should().Equal(
            SHA256.HashData([255, .. Samples.Bytes(3).ToArray(), 0, 0, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 3]));
    }

    [Fact]
    public void Differences_are_the_same_whenever_they_were_found()
    {
        var difference = new Difference(DifferenceKind.VaultPaused, Samples.Vault, "open", "paused", Samples.Now);

        difference.IsSame(difference with { Since = Samples.Now.AddHours(1) }).Should().BeTrue();
        difference.IsSame(difference with { Found = "shut" }).Should().BeFalse();
    }

    [Fact]
    public void A_step_on_a_damaged_batch_breaks_an_invariant_instead_of_going_on()
    {
        var going = () => Settlements.ClaimSigned(Open() with { NextSeqno = 1 }, new ChainAttempt(Samples.Bytes(1), 100, 0), 0);

        going.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I7");
    }

    [Fact]
    public void A_rejected_batch_goes_again_as_it_is_under_the_next_seqno()
    {
        var signed = Settlements.PayoutSigned(Settlements.Claimed(Open()).State, new ChainAttempt(Samples.Bytes(1), 100, 0), 0).State;

        var again = Settlements.PayoutRejected(Settlements.PayoutSeen(signed, new BatchSighting(Samples.Bytes(3), 1, Rejected: true)).State).State;

        (again.NextSeqno, again.Open!.Seqno, again.Open.PayoutAttempt, again.Open.Sighting).Should().Be((1, 1, null, null));
        again.Open.Payouts.Should().Equal(signed.Open!.Payouts);
        Settlements.PayoutRejected(Open()).Refusal!.Message.Should().Contain("it is Written");
        Settlements.PayoutRejected(Taken()).Refusal!.Message.Should().Contain("it is none");
    }

    [Fact]
    public void A_claim_that_was_lost_is_due_again_when_it_is_worth_its_fee()
    {
        var claimed = Settlements.Claimed(Open()).State;
        var lost = Settlements.ClaimsFinal(claimed, new Dictionary<AccountAddress, Nano> { [Samples.Channel] = new(60), [Samples.Account(9)] = new(1) }).State;
        var stray = Settlements.Confirm(Settlements.PayoutSeen(lost, new BatchSighting(Samples.Bytes(3), 1)).State, Samples.Now, out _).State;
        SettlementCosts Fee(long claim) => new(Nano.Zero, new Nano(claim), new Nano(1_000));

        lost.Channels[Samples.Channel].Unclaimed.Value.Should().Be(40);
        Settlements.ClaimsFinal(claimed, new Dictionary<AccountAddress, Nano> { [Samples.Channel] = new(100) }).Changed.Should().BeFalse();
        Settlements.ClaimsFinal(Open(), new Dictionary<AccountAddress, Nano>()).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown);
        Settlements.IsIdle(stray).Should().BeFalse();
        Settlements.IsDue(stray, Policy, Fee(1), Samples.Now).Should().BeFalse("1 of 40 is more than a hundredth");
        Settlements.IsDue(stray, Policy, Fee(0), Samples.Now).Should().BeTrue();
        Settlements.Cut(stray, Policy, Fee(0), Samples.Now).State.Open!.Claims.Should().ContainSingle();
    }

    [Fact]
    public void A_channel_that_closed_with_everything_claimed_is_no_loss_and_a_stranger_is_none_of_ours()
    {
        var vault = new VaultFacts(0, default, default, Samples.Bytes(50), Paused: false, Nano.MaxValue);
        ChannelFacts? closed = Samples.Facts() with { Closed = true, Claimed = new Nano(100) };
        var channels = new Dictionary<AccountAddress, ChannelFacts?> { [Samples.Account(9)] = null, [Samples.Channel] = closed };

        var after = Settlements.Reconcile(Taken(), Samples.Vault, vault, channels, Samples.Bytes(50), Samples.Now).State;

        after.Differences.Should().BeEmpty();
        after.Channels.Should().ContainSingle().Which.Value.Claimed.Value.Should().Be(100);
    }
}
