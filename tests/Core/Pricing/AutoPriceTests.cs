using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Tests.Models;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Pricing;

public sealed class AutoPriceTests
{
    private static readonly Config Quick = Config.QuickThrowOnFailure.WithMaxTest(ModelCheck.Cases);

    private static readonly Gen<PriceList> Lists =
        from unit in Gen.Elements(1, 1_000, 1_000_000_000)
        from p in Gen.Choose(0, 1_000) from cp in Gen.Choose(0, 1_000) from c in Gen.Choose(0, 1_000) from r in Gen.Choose(0, 1_000)
        select new PriceList(new Nano((long)p * unit), new Nano((long)cp * unit), new Nano((long)c * unit), new Nano((long)r * unit));

    private static readonly Gen<(PriceList Current, PriceList Floor, PriceList Ceiling)> Cases =
        from current in Lists from a in Lists from b in Lists
        let floor = new PriceList(Nano.Min(a.Prompt, b.Prompt), Nano.Min(a.CachedPrompt, b.CachedPrompt), Nano.Min(a.Completion, b.Completion), Nano.Min(a.Reasoning, b.Reasoning))
        let ceiling = new PriceList(Nano.Max(a.Prompt, b.Prompt), Nano.Max(a.CachedPrompt, b.CachedPrompt), Nano.Max(a.Completion, b.Completion), Nano.Max(a.Reasoning, b.Reasoning))
        select (current, floor, ceiling);

    private static PriceList All(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    [Theory]
    [InlineData(920, 10_300, "Utilisation 92 % of the last 5 minutes is above 80 %: prices +3 %.")]
    [InlineData(1_000, 10_500, "Utilisation 100 % of the last 5 minutes is above 80 %: prices +5 %.")]
    [InlineData(700, 10_000, "Utilisation 70 % of the last 5 minutes is between 60 % and 80 %: prices stay.")]
    [InlineData(305, 9_755, "Utilisation 30.5 % of the last 5 minutes is below 60 %: prices -2.45 %.")]
    public void A_step_is_in_proportion_to_the_distance_from_the_band_and_says_so(int utilisation, long price, string why)
    {
        var step = AutoPrice.Next(All(10_000), All(1), All(100_000), utilisation);

        (step.Prices, step.Why).Should().Be((All(price), why));
    }

    [Fact]
    public void At_the_ends_it_says_why_nothing_moves()
    {
        AutoPrice.Next(All(10), All(1), All(10), 1_000).Why.Should().EndWith("prices are at the ceiling.");
        AutoPrice.Next(All(1), All(1), All(10), 0).Why.Should().EndWith("prices are at the floor.");
        AutoPrice.Next(All(99), All(1), All(10), 700).Prices.Should().Be(All(10));
        AutoPrice.Next(All(99), All(1), All(10), 700).Why.Should().EndWith("prices are brought between floor and ceiling.");
    }

    [Fact]
    public void Prices_stay_within_floor_and_ceiling_and_no_step_is_larger_than_allowed() =>
        Prop.ForAll(Arb.From(from c in Cases from u in Gen.Choose(-10, 1_010) select (c, u)), x =>
        {
            var ((current, floor, ceiling), utilisation) = x;
            var inside = current.Clamp(floor, ceiling);
            var next = AutoPrice.Next(inside, floor, ceiling, utilisation).Prices;
            return floor.IsWithin(next) && next.IsWithin(ceiling)
                && Math.Abs(next.Completion.Value - inside.Completion.Value) <= inside.Completion.Value / 20 + 1
                && AutoPrice.Next(current, floor, ceiling, utilisation).Prices is var brought && floor.IsWithin(brought) && brought.IsWithin(ceiling);
        }).Check(Quick);

    [Fact]
    public void More_utilisation_never_makes_cheaper() =>
        Prop.ForAll(Arb.From(from c in Cases from u in Gen.Choose(0, 1_000) from v in Gen.Choose(0, 1_000) select (c, u, v)), x =>
        {
            var (current, floor, ceiling) = x.c;
            var less = AutoPrice.Next(current, floor, ceiling, Math.Min(x.u, x.v)).Prices;
            return less.IsWithin(AutoPrice.Next(current, floor, ceiling, Math.Max(x.u, x.v)).Prices);
        }).Check(Quick);

    [Fact]
    public void At_constant_utilisation_prices_go_one_way_and_come_to_rest() =>
        Prop.ForAll(Arb.From(from c in Cases from u in Gen.Choose(0, 1_000) select (c, u)), x =>
        {
            var (current, floor, ceiling) = (x.c.Current.Clamp(x.c.Floor, x.c.Ceiling), x.c.Floor, x.c.Ceiling);
            for (var step = 0; step < 100; step++)
            {
                var next = AutoPrice.Next(current, floor, ceiling, x.u).Prices;
                if (x.u <= 800 && !next.IsWithin(current)) return false;
                if (x.u >= 600 && !current.IsWithin(next)) return false;
                current = next;
            }
            return true;
        }).Check(Quick);

    [Fact]
    public void Where_demand_falls_with_the_price_the_market_rests_inside_the_band() =>
        Prop.ForAll(Arb.From(from start in Gen.Choose(100, 100_000) from demand in Gen.Choose(5_000, 50_000) select (start, demand)), x =>
        {
            // Demand of constant elasticity 1: slots wanted fall by half when the price doubles.
            int Used(long price) => (int)Math.Min(1_000, 700L * x.demand / price);
            var price = (long)x.start;
            for (var step = 0; step < 400; step++) price = AutoPrice.Next(All(price), All(100), All(100_000), Used(price)).Prices.Prompt.Value;
            var rest = AutoPrice.Next(All(price), All(100), All(100_000), Used(price)).Prices.Prompt.Value;
            return Used(price) is >= 595 and <= 805 && Math.Abs(rest - price) <= 1;
        }).Check(Quick);

    [Fact]
    public void A_level_counts_for_as_long_as_it_lasted()
    {
        var start = new Utilisation().Observe(2, 4, Samples.Now);
        var busy = start.Observe(4, 4, Samples.Now).Observe(4, 4, Samples.Now.AddMinutes(5));
        var looked = Enumerable.Range(1, 300).Aggregate(start.Observe(4, 4, Samples.Now), static (seen, second) => seen.Observe(4, 4, Samples.Now.AddSeconds(second)));

        start.Thousandths.Should().Be(500);
        busy.Thousandths.Should().Be(816, "1 - 0.5/e");
        looked.Thousandths.Should().Be(816, "it does not matter how often one looks");
    }
}
