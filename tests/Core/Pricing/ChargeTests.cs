using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Tests.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Pricing;

public sealed class ChargeTests
{
    [Theory]
    [InlineData(1, 1, 1)]               // one millionth of a nano rounds up to one
    [InlineData(1_000_000, 1, 1)]
    [InlineData(1_000_001, 1, 2)]
    [InlineData(16, 20_000_000_000, 320_000)]
    [InlineData(0, 20_000_000_000, 0)]
    public void A_charge_is_rounded_up_once(long tokens, long price, long charge)
    {
        var prices = new PriceList(new Nano(price), Nano.Zero, Nano.Zero, Nano.Zero);

        prices.Charge(new TokenCounts(tokens, 0, 0, 0)).Value.Should().Be(charge);
    }

    [Fact]
    public void Kinds_are_summed_before_rounding()
    {
        var prices = new PriceList(new Nano(400_000), new Nano(300_000), new Nano(200_000), new Nano(100_000));

        prices.Charge(new TokenCounts(1, 1, 1, 1)).Value.Should().Be(1, "0.4 + 0.3 + 0.2 + 0.1 nano is one nano, not four");
    }

    [Fact]
    public void A_charge_beyond_63_bits_throws()
    {
        var charging = () => new PriceList(Nano.MaxValue, Nano.Zero, Nano.Zero, Nano.Zero).Charge(new TokenCounts(2_000_000, 0, 0, 0));

        charging.Should().Throw<OverflowException>();
    }

    [Fact]
    public void No_mixture_of_kinds_costs_more_than_the_most_that_was_held()
    {
        var amounts = Gen.Choose(0, 1_000_000_000);
        var counts = Gen.Choose(0, 100_000);
        var cases = from p in amounts from cp in amounts from c in amounts from r in amounts
                    from a in counts from b in counts from d in counts from e in counts
                    select (Prices: new PriceList(new Nano(p), new Nano(cp), new Nano(c), new Nano(r)), Tokens: new TokenCounts(a, b, d, e));

        Prop.ForAll(Arb.From(cases), x =>
            x.Prices.Charge(x.Tokens) <= x.Prices.MaxCharge(x.Tokens.Prompt + x.Tokens.CachedPrompt, x.Tokens.Delivered)).Check(Config.QuickThrowOnFailure.WithMaxTest(ModelCheck.Cases));
    }

    [Fact]
    public void Fee_and_pay_make_the_charge_and_the_remainder_is_the_provider_s()
    {
        var cases = from charge in Gen.Choose(0, int.MaxValue) from bps in Gen.Choose(0, 10_000) select (charge, bps);

        Prop.ForAll(Arb.From(cases), x =>
        {
            var fee = FeeRate.Fee(new Nano(x.charge), x.bps);
            return fee.Value == (long)x.charge * x.bps / 10_000 && !fee.IsNegative && fee.Value <= x.charge;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(ModelCheck.Cases));
    }
}
