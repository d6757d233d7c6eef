using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.Core.Tests.Pricing;

public sealed class PriceListTests
{
    private static readonly PriceList Ten = Of(10, 10, 10, 10);

    private static PriceList Of(long prompt, long cached, long completion, long reasoning) => new(new Nano(prompt), new Nano(cached), new Nano(completion), new Nano(reasoning));

    public static TheoryData<PriceList> OneNegative => [Of(-1, 0, 0, 0), Of(0, -1, 0, 0), Of(0, 0, -1, 0), Of(0, 0, 0, -1)];

    public static TheoryData<PriceList> OneDearer => [Of(11, 10, 10, 10), Of(10, 11, 10, 10), Of(10, 10, 11, 10), Of(10, 10, 10, 11)];

    public static TheoryData<TokenCounts> OneTooFew => [new TokenCounts(-1, 9, 9, 9), new TokenCounts(9, -1, 9, 9), new TokenCounts(9, 9, -1, 9), new TokenCounts(9, 9, 9, -1)];

    [Theory]
    [MemberData(nameof(OneNegative))]
    public void A_negative_price_makes_a_list_invalid_and_is_never_charged(PriceList prices)
    {
        var charging = () => prices.Charge(new TokenCounts(1, 1, 1, 1));

        prices.IsValid.Should().BeFalse();
        charging.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I5");
    }

    [Fact]
    public void A_list_of_zeros_is_valid_and_free()
    {
        Of(0, 0, 0, 0).IsValid.Should().BeTrue();
        Of(0, 0, 0, 0).Charge(new TokenCounts(1, 1, 1, 1)).IsZero.Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(OneDearer))]
    public void One_dearer_price_is_above_the_ceiling(PriceList prices)
    {
        prices.IsWithin(Ten).Should().BeFalse();
        Ten.IsWithin(prices).Should().BeTrue();
        Ten.IsWithin(Ten).Should().BeTrue();
    }

    [Theory]
    [MemberData(nameof(OneTooFew))]
    public void Negative_counts_are_noticed_and_never_charged(TokenCounts tokens)
    {
        var charging = () => Ten.Charge(tokens);

        tokens.AnyNegative.Should().BeTrue();
        charging.Should().Throw<InvariantViolationException>().Which.Invariant.Should().Be("I5");
    }

    [Fact]
    public void Totals_add_up_and_never_wrap()
    {
        var tokens = new TokenCounts(1, 20, 300, 4_000);
        var delivering = () => new TokenCounts(0, 0, long.MaxValue, 1).Delivered;
        var adding = () => new TokenCounts(long.MaxValue, 0, 0, 1).Total;

        (tokens.Delivered, tokens.Total, tokens.AnyNegative).Should().Be((4_300, 4_321, false));
        delivering.Should().Throw<OverflowException>();
        adding.Should().Throw<OverflowException>();
    }

    [Theory]
    [InlineData(3, 2, 7, 5, 3 + 14)]
    [InlineData(2, 3, 5, 7, 3 + 14)]
    public void The_most_a_job_can_cost_is_at_the_dearer_price_of_each_side(long prompt, long cached, long completion, long reasoning, long most) =>
        Of(prompt, cached, completion, reasoning).MaxCharge(1_000_000, 2_000_000).Value.Should().Be(most);
}
