using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Settlement;

public sealed class SettlementTests
{
    private static readonly SettlementPolicy Policy = new(5, TimeSpan.FromHours(1), new Nano(1_000_000));
    private static readonly ChainAttempt Attempt = new(Samples.Bytes(1), 100);

    /// <summary>Receipts first..last of a channel, 100 nano each (95 pay, 5 fee), with the voucher that covers them.</summary>
    private static SettlementPush Push(byte channel, int first, int last)
    {
        var address = Samples.Account(channel);
        var receipts = Enumerable.Range(first, last - first + 1).Select(number => new PostedReceipt(number, new Nano(100L * number),
            Samples.Receipt(channel * 1000 + number, 100, Samples.Account((byte)(100 + number % 3)), address)));
        return new SettlementPush(new SignedVoucher(new Voucher(address, new Nano(100L * last), (uint)last), Samples.Bytes(2)), [.. receipts]);
    }

    private static SettlementState Settle(SettlementState state, out Batch? batch)
    {
        var claimed = Settlements.Claimed(Settlements.ClaimSigned(state, Attempt, 0).State).State;
        return Settlements.Confirm(Settlements.PayoutSigned(claimed, Attempt, 0).State, Samples.Bytes(3), Samples.Now, out batch).State;
    }

    [Fact]
    public void Repeated_pushes_have_no_effect_and_gaps_are_refused()
    {
        var state = Settlements.Accept(new SettlementState(), Push(1, 1, 3)).State;

        Settlements.Accept(state, Push(1, 1, 3)).Changed.Should().BeFalse();
        Settlements.Accept(state, Push(1, 2, 4)).State.ReceiptCount.Should().Be(4, "known receipts are skipped");
        Settlements.Accept(state, Push(1, 5, 6)).Refusal!.Code.Should().Be(RefusalCode.SettlementGap);
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

        var batch = Settlements.Cut(state, Policy, Samples.Now).State.Open!;

        batch.Claims.Select(claim => claim.Voucher.Channel).Should().BeEquivalentTo([Samples.Account(1), Samples.Account(2)]);
        batch.Payouts.Select(payout => payout.Provider).Should().OnlyHaveUniqueItems();
        batch.PayoutTotal.Value.Should().Be(5 * 95);
        batch.FeeTotal.Value.Should().Be(5 * 5);
        batch.ReceiptRoot.Should().Be(MerkleTree.Root([.. batch.Receipts.Select(line => line.Hash)]));
    }

    [Fact]
    public void A_voucher_is_claimed_once_even_when_several_batches_need_it()
    {
        var state = Settlements.Cut(Settlements.Accept(new SettlementState(), Push(1, 1, 8)).State, Policy, Samples.Now).State;

        var second = Settlements.Cut(Settle(state, out _), Policy, Samples.Now).State.Open!;

        second.Receipts.Should().HaveCount(3);
        second.Claims.Should().BeEmpty("the first batch's claim covered all eight");
    }

    [Fact]
    public void A_message_that_may_still_be_accepted_is_never_replaced()
    {
        var state = Settlements.Cut(Settlements.Accept(new SettlementState(), Push(1, 1, 1)).State, Policy, Samples.Now).State;
        state = Settlements.PayoutSigned(Settlements.Claimed(state).State, Attempt, 0).State;

        var replacing = () => Settlements.PayoutSigned(state, Attempt, chainTime: 100);

        replacing.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I7");
        Settlements.PayoutSigned(state, Attempt, chainTime: 101).Refusal.Should().BeNull();
    }

    [Fact]
    public void A_batch_is_due_by_count_by_age_or_by_amount()
    {
        var one = Settlements.Accept(new SettlementState(), Push(1, 1, 1)).State;

        Settlements.IsDue(one, Policy, Samples.Now).Should().BeFalse();
        Settlements.IsDue(one, Policy, Samples.Now.AddHours(2)).Should().BeTrue();
        Settlements.IsDue(one, Policy with { Amount = new Nano(95) }, Samples.Now).Should().BeTrue();
        Settlements.IsDue(Settlements.Accept(one, Push(1, 2, 5)).State, Policy, Samples.Now).Should().BeTrue();
    }

    [Fact]
    public void Every_receipt_is_in_exactly_one_batch_and_every_provider_is_paid_exactly_once()
    {
        var steps = from channel in Gen.Choose(1, 4) from count in Gen.Choose(0, 4) from action in Gen.Choose(0, 5) select (channel, count, action);
        Prop.ForAll(Arb.From(steps.ListOf(40)), history =>
        {
            var state = new SettlementState();
            var pushed = new int[5];
            var batches = new List<Batch>();
            foreach (var (channel, count, action) in history)
            {
                if (action <= 2)
                {
                    // Repeats from anywhere before the end are normal: the acknowledgement may have been lost.
                    var first = Math.Max(1, pushed[channel] - action);
                    var last = pushed[channel] + count;
                    if (last >= first) state = Settlements.Accept(state, Push((byte)channel, first, last)).State;
                    pushed[channel] = Math.Max(last, pushed[channel]);
                }
                else if (action == 3) state = Settlements.Cut(state, Policy, Samples.Now).State;
                else if (state.Open is not null && action == 4) state = Settlements.PayoutRejected(Settlements.Claimed(state) is { Refusal: null } claimed ? claimed.State : state) is { Refusal: null } rejected ? rejected.State : state;
                else if (state.Open is { Status: BatchStatus.Written })
                {
                    state = Settle(state, out var batch);
                    batches.Add(batch!);
                }
                else if (state.Open is { Status: BatchStatus.Claimed })
                {
                    state = Settlements.Confirm(state, Samples.Bytes(3), Samples.Now, out var batch).State;
                    batches.Add(batch!);
                }
            }
            var settled = batches.SelectMany(batch => batch.Receipts).ToList();
            var waiting = state.Pending.Concat(state.Open?.Receipts ?? []).ToList();
            var paid = batches.SelectMany(batch => batch.Payouts).Sum(payout => payout.Amount.Value);
            return settled.Concat(waiting).DistinctBy(line => line.Hash).Count() == pushed.Sum()
                && settled.Count + waiting.Count == pushed.Sum()
                && paid == settled.Sum(line => line.Pay.Value)
                && paid == state.Providers.Values.Sum(tally => tally.Paid.Value)
                && batches.Select(batch => batch.Seqno).Distinct().Count() == batches.Count;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1_500));
    }
}
