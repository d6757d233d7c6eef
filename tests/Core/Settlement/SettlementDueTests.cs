using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>When a batch is due, to the nano and the tick.</summary>
public sealed class SettlementDueTests
{
    private static readonly SettlementPolicy Policy = new(3, TimeSpan.FromHours(1), new Nano(1_000), 100, TimeSpan.FromDays(1));
    private static readonly SettlementCosts Dear = new(new Nano(1_000), new Nano(1_000), new Nano(1_000));

    /// <summary>Receipts of 100 nano each, 95 of them the provider's; the voucher covers them and some more.</summary>
    private static SettlementState Taken(int receipts, long more = 0)
    {
        var posted = Enumerable.Range(1, receipts).Select(number => new PostedReceipt(number, new Nano(100L * number), new ReceiptLine(
            Samples.Bytes((byte)number), Samples.Job(number), Samples.Channel, Samples.Provider, new Nano(95), new Nano(5), Samples.Now.AddMinutes(number))));
        return Settlements.Accept(new SettlementState(), new SettlementPush(Samples.Voucher((100L * receipts) + more, 1), [.. posted])).State;
    }

    private static bool IsDue(SettlementState state, SettlementCosts? costs = null, DateTimeOffset? now = null, SettlementPolicy? policy = null) =>
        Settlements.IsDue(state, policy ?? Policy, costs ?? Dear, now ?? Samples.Now);

    [Fact]
    public void By_count()
    {
        IsDue(Taken(2)).Should().BeFalse();
        IsDue(Taken(3)).Should().BeTrue();
    }

    [Fact]
    public void By_the_age_of_the_oldest()
    {
        var oldest = Samples.Now.AddMinutes(1);

        IsDue(Taken(2), now: oldest.Add(Policy.MaxAge).AddTicks(-1)).Should().BeFalse();
        IsDue(Taken(2), now: oldest.Add(Policy.MaxAge)).Should().BeTrue();
    }

    [Fact]
    public void By_what_is_signed_and_not_claimed()
    {
        IsDue(Taken(1, more: 899)).Should().BeFalse();
        IsDue(Taken(1, more: 900)).Should().BeTrue();
    }

    [Theory]
    [InlineData(1, false)]    // 1 of 95 is more than a hundredth
    [InlineData(0, true)]
    public void By_the_share_of_fees(long fee, bool due) => IsDue(Taken(1), new SettlementCosts(new Nano(fee), Nano.Zero, Nano.Zero)).Should().Be(due);

    [Fact]
    public void The_fees_of_claims_and_payouts_count_each()
    {
        var policy = Policy with { MaxFeeShareBps = 1_000 };

        IsDue(Taken(1), new SettlementCosts(new Nano(2), new Nano(3), new Nano(4)), policy: policy).Should().BeTrue("9 of 95 are less than a tenth");
        IsDue(Taken(1), new SettlementCosts(new Nano(3), new Nano(3), new Nano(4)), policy: policy).Should().BeFalse("10 of 95 are more");
        new SettlementCosts(new Nano(2), new Nano(3), new Nano(40)).Of(2, 3).Value.Should().Be(2 + 6 + 120);
    }

    [Fact]
    public void Never_without_receipts_or_with_a_batch_open()
    {
        IsDue(new SettlementState(), new SettlementCosts(Nano.Zero, Nano.Zero, Nano.Zero), Samples.Now.AddDays(9)).Should().BeFalse();
        IsDue(Settlements.Cut(Taken(3), Policy, Dear, Samples.Now).State, now: Samples.Now.AddDays(9)).Should().BeFalse();
    }

    [Fact]
    public void A_channel_that_ends_is_no_hurry_once_it_is_claimed()
    {
        var ending = Settlements.Accept(new SettlementState(), new SettlementPush(Samples.Voucher(100, 1), [], Samples.Now)).State;
        var claimed = Settlements.Claimed(Settlements.Cut(ending, Policy, Dear, Samples.Now).State).State with { Open = null };

        IsDue(ending).Should().BeTrue();
        IsDue(claimed).Should().BeFalse();
        Settlements.Cut(claimed, Policy, Dear, Samples.Now).Changed.Should().BeFalse("there is nothing to do");
    }

    [Theory]
    [InlineData(0, 0, false)]
    [InlineData(-1, 0, false)]
    [InlineData(100, 1, true)]
    [InlineData(99, 1, false)]
    [InlineData(long.MaxValue, long.MaxValue / 100, true)]
    public void A_fee_is_worth_a_hundredth_of_the_amount(long amount, long fee, bool worth) => Policy.IsWorth(new Nano(amount), new Nano(fee)).Should().Be(worth);

    [Fact]
    public void Tallies_of_shards_add_up_and_keep_the_oldest_debt()
    {
        var (early, late) = (Samples.Now, Samples.Now.AddHours(1));
        var one = new ProviderTally(new Nano(1), new Nano(10), new Nano(2), new Nano(3), late);
        var other = new ProviderTally(new Nano(100), new Nano(50), new Nano(20), new Nano(4), early);

        (one + other).Should().Be(new ProviderTally(new Nano(101), new Nano(60), new Nano(22), new Nano(7), early));
        (other + one).OwedSince.Should().Be(early);
        (one + ProviderTally.Zero).OwedSince.Should().Be(late);
        (ProviderTally.Zero + one).OwedSince.Should().Be(late);
        (ProviderTally.Zero + ProviderTally.Zero).OwedSince.Should().BeNull();
        (one + other).Owed.Value.Should().Be(60 - 22 - 7);
    }

    [Fact]
    public void A_debt_is_as_old_as_its_first_receipt_and_ends_when_all_is_paid()
    {
        var owing = ProviderTally.Zero.Earn(new Nano(10), Samples.Now).Earn(new Nano(5), Samples.Now.AddHours(1));

        owing.OwedSince.Should().Be(Samples.Now);
        owing.Pay(new Nano(10), Samples.Now.AddHours(2)).OwedSince.Should().Be(Samples.Now.AddHours(2), "what is left waits anew");
        owing.Pay(new Nano(15), Samples.Now.AddHours(2)).OwedSince.Should().BeNull();
        ProviderTally.Zero.Earn(Nano.Zero, Samples.Now).OwedSince.Should().BeNull();
    }
}
