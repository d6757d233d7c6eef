using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

public sealed class SettlementTests
{
    private static readonly SettlementPolicy Policy = new(5, TimeSpan.FromHours(1), new Nano(1_000_000), 100, TimeSpan.FromDays(1));
    private static readonly SettlementCosts Free = new(Nano.Zero, Nano.Zero, Nano.Zero);
    private static readonly SettlementCosts Dear = new(new Nano(50), new Nano(3), new Nano(1));
    private static readonly ChainAttempt Attempt = new(Samples.Bytes(1), 100, 0);
    private static readonly BatchSighting Sighting = new(Samples.Bytes(3), 7);

    /// <summary>Receipts first..last of a channel, 100 nano each (95 pay, 5 fee), with the voucher that covers them.</summary>
    private static SettlementPush Push(byte channel, int first, int last)
    {
        var address = Samples.Account(channel);
        var receipts = Enumerable.Range(first, last - first + 1).Select(number => new PostedReceipt(number, new Nano(100L * number),
            Line(Samples.Receipt(channel * 1000 + number, 100, Samples.Account((byte)(100 + number % 3)), address))));
        return new SettlementPush(new SignedVoucher(new Voucher(address, new Nano(100L * last), (uint)last), Samples.Bytes(2)), [.. receipts]);
    }

    private static ReceiptLine Line(SignedReceipt signed) => ReceiptLine.From(signed.Receipt, signed.Receipt.Hash());

    private static SettlementState Settle(SettlementState state, out Batch? batch)
    {
        var claimed = Settlements.Claimed(Settlements.ClaimSigned(state, Attempt, 0).State).State;
        return Confirm(Settlements.PayoutSigned(claimed, Attempt, 0).State, out batch);
    }

    private static SettlementState Confirm(SettlementState state, out Batch? batch) =>
        Settlements.Confirm(Settlements.PayoutSeen(state, Sighting).State, Samples.Now, out batch).State;

    private static Step<SettlementState> Cut(SettlementState state) => Settlements.Cut(state, Policy, Free, Samples.Now);

    [Fact]
    public void Repeated_pushes_have_no_effect_and_gaps_are_refused()
    {
        var state = Settlements.Accept(new SettlementState(), Push(1, 1, 3)).State;

        Settlements.Accept(state, Push(1, 1, 3)).Changed.Should().BeFalse();
        Settlements.Accept(state, Push(1, 2, 4)).State.ReceiptCount.Should().Be(4, "known receipts are skipped");
        Settlements.Accept(state, Push(1, 5, 6)).Refusal!.Code.Should().Be(RefusalCode.SettlementGap);
    }

    [Fact]
    public void A_stored_shard_reads_back_whole()
    {
        var state = Settlements.Accept(Settlements.Accept(new SettlementState(), Push(1, 1, 8)).State, Push(2, 1, 3)).State;
        state = Cut(state).State;

        var json = System.Text.Json.JsonSerializer.Serialize(state);
        var back = System.Text.Json.JsonSerializer.Deserialize<SettlementState>(json)!;

        Settlements.Check(back);
        back.Pending.Should().Equal(state.Pending);
        back.Open!.Receipts.Should().Equal(state.Open!.Receipts);
        System.Text.Json.JsonSerializer.Serialize(back).Should().Be(json);
    }

    [Fact]
    public void Receipts_beyond_the_voucher_are_refused()
    {
        var push = Push(1, 1, 3);
        var short_ = push with { Voucher = push.Voucher with { Voucher = push.Voucher.Voucher with { Amount = new Nano(299) } } };

        Settlements.Accept(new SettlementState(), short_).Refusal!.Code.Should().Be(RefusalCode.VoucherRequired);
    }

    [Fact]
    public void A_batch_claims_each_channel_once_and_pays_each_provider_once()
    {
        var state = Settlements.Accept(Settlements.Accept(new SettlementState(), Push(1, 1, 3)).State, Push(2, 1, 2)).State;

        var batch = Cut(state).State.Open!;

        batch.Claims.Select(claim => claim.Voucher.Channel).Should().BeEquivalentTo([Samples.Account(1), Samples.Account(2)]);
        batch.Payouts.Select(payout => payout.Provider).Should().OnlyHaveUniqueItems();
        batch.PayoutTotal.Value.Should().Be(5 * 95);
        batch.FeeTotal.Value.Should().Be(5 * 5);
        batch.ReceiptRoot.Should().Be(MerkleTree.Root([.. batch.Receipts.Select(line => line.Hash)]));
    }

    [Fact]
    public void A_voucher_is_claimed_once_even_when_several_batches_need_it()
    {
        var state = Cut(Settlements.Accept(new SettlementState(), Push(1, 1, 8)).State).State;

        var second = Cut(Settle(state, out _)).State.Open!;

        second.Receipts.Should().HaveCount(3);
        second.Claims.Should().BeEmpty("the first batch's claim covered all eight");
    }

    [Fact]
    public void A_message_that_may_still_be_accepted_is_never_replaced()
    {
        var state = Cut(Settlements.Accept(new SettlementState(), Push(1, 1, 1)).State).State;
        state = Settlements.PayoutSigned(Settlements.Claimed(state).State, Attempt, 0).State;

        var replacing = () => Settlements.PayoutSigned(state, Attempt, chainTime: 100);

        replacing.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I7");
        Settlements.PayoutSigned(state, Attempt, chainTime: 101).Refusal.Should().BeNull();
    }

    [Fact]
    public void A_batch_is_due_by_count_by_age_or_by_amount()
    {
        var one = Settlements.Accept(new SettlementState(), Push(1, 1, 1)).State;

        Settlements.IsDue(one, Policy, Dear, Samples.Now).Should().BeFalse("54 nano of fees are more than 1 % of 95");
        Settlements.IsDue(one, Policy, Dear, Samples.Now.AddHours(2)).Should().BeTrue("of its age");
        Settlements.IsDue(one, Policy, Free, Samples.Now).Should().BeTrue("of its fee share");
        Settlements.IsDue(one, Policy with { MaxUnclaimed = new Nano(100) }, Dear, Samples.Now).Should().BeTrue("of what is unclaimed");
        Settlements.IsDue(Settlements.Accept(one, Push(1, 2, 5)).State, Policy, Dear, Samples.Now).Should().BeTrue("of its size");
        Settlements.IsDue(Settlements.Accept(new SettlementState(), Push(1, 1, 1) with { ClaimBy = Samples.Now.AddHours(1) }).State, Policy, Dear, Samples.Now)
            .Should().BeTrue("its channel ends");
    }

    [Fact]
    public void Pay_too_small_for_a_transfer_is_carried_on_and_guaranteed_by_the_root()
    {
        var state = Settlements.Accept(new SettlementState(), Push(1, 1, 1)).State;
        state = Settle(Settlements.Cut(state, Policy, Dear, Samples.Now).State, out var first);

        first!.Payouts.Should().BeEmpty("1 nano is more than 1 % of 95");
        var entry = first.Earnings.Should().ContainSingle().Subject;
        (entry.Earned.Value, entry.Guaranteed.Value).Should().Be((95, 95));
        Settlements.IsDue(state, Policy, Dear, Samples.Now.AddHours(23)).Should().BeFalse();
        Settlements.IsDue(state, Policy, Dear, Samples.Now.AddHours(24)).Should().BeTrue("the debt has grown old");
        var second = Settlements.Cut(state, Policy, Dear, Samples.Now.AddHours(24)).State.Open!;
        second.Payouts.Should().ContainSingle().Which.Amount.Value.Should().Be(95);
        second.Earnings.Should().ContainSingle().Which.Guaranteed.IsZero.Should().BeTrue();
    }

    [Fact]
    public void A_channel_that_ends_is_claimed_even_without_receipts()
    {
        var push = Push(1, 1, 1) with { Receipts = [], ClaimBy = Samples.Now.AddMinutes(5) };
        var state = Settlements.Accept(new SettlementState(), push).State;

        var batch = Cut(state).State.Open!;

        batch.Claims.Should().ContainSingle().Which.Should().Be(push.Voucher);
        batch.Receipts.Should().BeEmpty();
    }

    [Fact]
    public void A_payout_that_a_reorganisation_took_back_is_not_confirmed()
    {
        var state = Settlements.Claimed(Cut(Settlements.Accept(new SettlementState(), Push(1, 1, 1)).State).State).State;
        state = Settlements.PayoutSeen(Settlements.PayoutSigned(state, Attempt, 0).State, Sighting).State;

        Settlements.PayoutSeen(state, Sighting with { Block = 9 }).Changed.Should().BeFalse("the first sighting counts");
        Settlements.PayoutSeen(state, Sighting with { Block = 5 }).State.Open!.Sighting!.Block.Should().Be(5, "blocks were taken back");
        var gone = Settlements.PayoutGone(state).State;
        Settlements.Confirm(gone, Samples.Now, out _).Refusal!.Code.Should().Be(RefusalCode.BatchUnknown);
        gone.Open!.PayoutAttempt.Should().Be(Attempt, "the same message is sent again");
    }

    [Fact]
    public void Claims_that_were_lost_are_sent_for_ever_and_claims_that_were_refused_are_given_up()
    {
        var state = Cut(Settlements.Accept(new SettlementState(), Push(1, 1, 1)).State).State;
        for (var lost = 0u; lost < 10; lost++) state = Settlements.ClaimSigned(state, Attempt with { ValidUntil = lost }, lost + 1).State;
        state.Open!.ClaimsRefused.Should().Be(0, "the wallet's seqno shows that none was sent");
        for (var refused = 1u; refused <= 3; refused++) state = Settlements.ClaimSigned(state, Attempt with { ValidUntil = 10 + refused, Seqno = refused }, 10 + refused).State;
        state.Open!.ClaimsRefused.Should().Be(Settlements.MaxClaimsRefused);

        var given = Settlements.GiveUpClaim(state, DifferenceKind.ClaimRefused, Samples.Account(1), Nano.Zero, Samples.Now).State;

        given.Differences.Should().ContainSingle().Which.Kind.Should().Be(DifferenceKind.ClaimRefused);
        var claimed = Settlements.Claimed(given).State;
        claimed.Channels[Samples.Account(1)].Claimed.IsZero.Should().BeTrue("nothing was claimed");
        claimed.Open!.PayoutTotal.Value.Should().Be(95, "the provider has done its work");
    }
}
