using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Tests.Pricing;

public sealed class FeeRateTests
{
    [Theory]
    [InlineData(1_000, 0, 0)]
    [InlineData(1_000, 10_000, 1_000)]
    [InlineData(1_999, 5, 0)]
    [InlineData(2_000, 5, 1)]
    [InlineData(long.MaxValue, 10_000, long.MaxValue)]
    public void A_fee_is_a_share_rounded_down(long charge, int bps, long fee) => FeeRate.Fee(new Nano(charge), bps).Value.Should().Be(fee);

    [Theory]
    [InlineData(1, -1)]
    [InlineData(1, 10_001)]
    [InlineData(-1, 500)]
    public void A_share_that_is_none_and_a_negative_charge_are_broken_invariants(long charge, int bps)
    {
        var taking = () => FeeRate.Fee(new Nano(charge), bps);

        taking.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I10");
    }
}
