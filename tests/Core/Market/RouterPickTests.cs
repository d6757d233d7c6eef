using System.Collections.Frozen;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using FsCheck;
using FsCheck.Fluent;
using static Cocoon.Core.Tests.Market.OfferTables;

namespace Cocoon.Core.Tests.Market;

public sealed class RouterPickTests
{
    [Fact]
    public void Picks_are_distinct_and_suit_and_none_is_missing() => Check.One(Config.QuickThrowOnFailure.WithMaxTest(300), Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
    {
        var random = new Random(seed);
        var table = Market(random, random.Next(0, 40));
        var query = Query(random);
        var pick = table.Pick(query, random);
        var verdicts = Router.Explain(table, in query, pick, Samples.Now);
        pick.Rows().Should().OnlyHaveUniqueItems();
        pick.Count.Should().Be(Math.Min(Router.MaxCandidates, verdicts.Count(static verdict => verdict.Refusal is RouteRefusal.None or RouteRefusal.Outage)));
        pick.Rows().All(row => verdicts[row].Refusal is RouteRefusal.None or RouteRefusal.Outage).Should().BeTrue();
        if (verdicts.Any(static verdict => verdict is { Refusal: RouteRefusal.None, StartShare: 1 } && verdict.Load < verdict.Offer.Offer.Slots))
            pick.IsFree.Should().BeTrue("who has a slot free comes before all others");
    }));

    [Fact]
    public void The_same_draws_give_the_same_pick()
    {
        var table = Market(new Random(1), 50);
        table.Pick(Any, new Random(5)).Should().Be(table.Pick(Any, new Random(5)));
    }

    [Fact]
    public void Each_reason_against_an_offer_has_its_name()
    {
        var offers = new[]
        {
            Offer(1), Offer(2) with { FreshUntil = Samples.Now }, Offer(3) with { Tier = Tier.Open }, Offer(4, price: 101), Offer(5, price: 99),
            Offer(6) with { Offer = Offer(6).Offer with { ContextLength = 999 } }, Offer(7), Offer(8) with { Offer = Offer(8).Offer with { Region = "there" } },
        };
        var table = OfferTable.Build(offers, offer => offer.Provider == Samples.Account(1) ? OfferSight.None with { EjectedUntil = Samples.Now.AddSeconds(1) } : OfferSight.None, Samples.Now);
        var query = Any with { Ceiling = Flat(100), Deny = Set(7), Regions = new[] { "here" }.ToFrozenSet() };

        Refusals(table, query).Should().Equal(
            RouteRefusal.Outage, RouteRefusal.Stale, RouteRefusal.TierNotMet, RouteRefusal.PriceAboveCeiling, RouteRefusal.None,
            RouteRefusal.ContextTooShort, RouteRefusal.Denied, RouteRefusal.OtherRegion);
        Refusals(table, Any with { Allow = Set(5) })[0].Should().Be(RouteRefusal.NotAllowed);
        Refusals(table, Any with { Class = JobClass.Batch })[0].Should().Be(RouteRefusal.NoBatch);
        Refusals(table, Any with { MaxCoefficient = 1_010 })[3].Should().Be(RouteRefusal.AboveCoefficient, "the cheapest asks 99, and 1.01 times that is less than 101");
        Refusals(table, Any with { MaxCoefficient = 1_000 })[4].Should().Be(RouteRefusal.None, "the cheapest is never too dear");
    }

    [Fact]
    public void Batch_jobs_are_compared_by_batch_prices()
    {
        var dear = Offer(1, price: 10) with { Offer = Offer(1, price: 10).Offer with { BatchPrices = Flat(9) } };
        var cheap = Offer(2, price: 20) with { Offer = Offer(2, price: 20).Offer with { BatchPrices = Flat(1) } };
        var query = Any with { Class = JobClass.Batch, Preference = RoutePreference.Price };

        Firsts(Table(dear, cheap, Offer(3)), query, 50, Samples.Now).Should().Equal(0, 50, 0);
    }

    [Fact]
    public void Full_offers_come_last_and_failed_ones_only_when_nobody_else_is_left()
    {
        var table = OfferTable.Build([Offer(1), Offer(2, inUse: 2), Offer(3)],
            offer => offer.Provider == Samples.Account(3) ? OfferSight.None with { EjectedUntil = Samples.Now.AddSeconds(1) } : OfferSight.None, Samples.Now);

        var pick = table.Pick(Any, new Random(1));
        (pick.First, pick.Second, pick.IsFree).Should().Be((0, 1, true));
        table.Took(0);
        table.Took(0);
        table.Pick(Any, new Random(1)).IsFree.Should().BeFalse("both slots are taken by this router itself");
        table.Pick(Any with { Allow = Set(3) }, new Random(1)).First.Should().Be(2);

        table.Gave(0);
        table.Pick(Any, new Random(1)).IsFree.Should().BeTrue();
        table.Refused(0);
        table.Pick(Any, new Random(1)).IsFree.Should().BeFalse("it has said so");
        table.Tell(0, inUse: 1);
        table.Pick(Any, new Random(1)).IsFree.Should().BeTrue("there is news of it");
        table.Tell(0, inUse: 0);
        table.Load(0).Should().Be(1, "this router knows of one job of its own");
    }

    [Fact]
    public void A_refusal_that_is_forgiven_leaves_what_else_is_known_of_a_load()
    {
        var table = Table(Offer(1, slots: 4, inUse: 2));

        table.Refused(0);
        table.Refused(0);
        table.Load(0).Should().Be(4);
        table.Took(0);
        table.Forgive(0);
        table.Load(0).Should().Be(3, "two of others and one of its own");
        table.Forgive(0);
        table.Load(0).Should().Be(3, "once is enough");

        table.Refused(0);
        table.Gave(0);
        table.Pick(Any, new Random(1)).IsFree.Should().BeTrue("its own job has left a slot");
        table.Forgive(0);
        table.Load(0).Should().Be(2);

        table.Refused(0);
        table.Tell(0, inUse: 4);
        table.Forgive(0);
        table.Load(0).Should().Be(4, "there was news since");
    }

    [Fact]
    public void Preferences_decide_between_cheap_and_fast()
    {
        var cheap = Offer(1, price: 50) with { FirstTokenMs = 1_000, TokensPerSecond = 50 };
        var soon = Offer(2, price: 100) with { FirstTokenMs = 100, TokensPerSecond = 20 };
        var fast = Offer(3, price: 100) with { FirstTokenMs = 1_000, TokensPerSecond = 200 };
        foreach (var (preference, row) in new[] { (RoutePreference.Price, 0), (RoutePreference.Latency, 1), (RoutePreference.Throughput, 2) })
            Firsts(Table(cheap, soon, fast), Any with { Preference = preference }, 200, Samples.Now).Should().HaveElementAt(row, 200);
    }

    [Fact]
    public void Equal_offers_get_equal_shares_and_the_loaded_one_less()
    {
        var table = Table([.. Enumerable.Range(1, 10).Select(static provider => Offer((byte)provider, slots: 8, inUse: provider == 1 ? 7 : 1))]);

        var firsts = Firsts(table, Any, 10_000, Samples.Now);
        firsts[0].Should().Be(0, "whoever is drawn beside it is less loaded");
        firsts.Skip(1).Should().OnlyContain(count => count > 950 && count < 1_300);
    }

    [Fact]
    public void A_newcomer_gets_its_share_by_and_by()
    {
        var table = Table([.. Enumerable.Range(1, 4).Select(static provider => Offer((byte)provider)), Offer(5) with { Since = Samples.Now }]);

        int After(int seconds) => Firsts(table, Any with { LeastTier = Tier.CpuTee }, 10_000, Samples.Now.AddSeconds(seconds))[4];
        After(0).Should().BeInRange(100, 300, "a tenth of a fifth");
        After(5).Should().BeInRange(100, 300);
        Firsts(Table(Offer(5) with { Since = Samples.Now }), Any, 10, Samples.Now).Should().Equal([10], "it is better than nobody");
    }

    [Fact]
    public void A_session_stays_where_its_prompt_is_unless_that_is_much_worse()
    {
        var query = Any with { Affinity = Samples.Account(1) };

        Firsts(Table([.. Enumerable.Range(1, 9).Select(static provider => Offer((byte)provider))]), query, 100, Samples.Now)[0].Should().Be(100);
        Firsts(Table(Offer(1, price: 400), Offer(2), Offer(3), Offer(4)), query, 100, Samples.Now)[0].Should().Be(0);
        Firsts(Table(Offer(1, inUse: 2), Offer(2), Offer(3)), query, 100, Samples.Now)[0].Should().Be(0, "it is full");
    }

    [Fact]
    public void A_provider_that_fails_fast_does_not_attract_jobs()
    {
        var health = ProviderHealth.Unknown;
        var (random, served, now) = (new Random(3), 0, Samples.Now);
        for (var second = 0; second < 600; second++, now = now.AddSeconds(1))
        {
            // It fails at once, so it is always idle, while the others are half busy.
            var table = OfferTable.Build([.. Enumerable.Range(1, 10).Select(provider => Offer((byte)provider, inUse: provider == 1 ? 0 : 4, slots: 8) with { FreshUntil = now.AddSeconds(10) })],
                offer => offer.Provider == Samples.Account(1) ? health.Sight(0) : OfferSight.None, now);
            for (var job = 0; job < 20; job++)
            {
                if (Router.Pick(table, in Unbound, random, now).First != 0) continue;
                served++;
                health = health.Failed(now);
            }
        }
        served.Should().BeLessThan(60, "of 12,000 jobs a fair share were 1,200");
    }

    [Fact]
    public void The_only_free_slot_of_one_that_always_fails_is_left_alone()
    {
        var failing = Enumerable.Range(0, 20).Aggregate(ProviderHealth.Unknown, static (health, _) => health.Failed(Samples.Now));
        var (later, random) = (failing.EjectedUntil.AddMinutes(2), new Random(4));

        int Free(double successRate)
        {
            var table = OfferTable.Build([.. new[] { Offer(1), Offer(2, inUse: 2), Offer(3, inUse: 2) }.Select(offer => offer with { FreshUntil = later.AddSeconds(1) })],
                offer => offer.Provider == Samples.Account(1) ? failing.Sight(0) with { SuccessRate = successRate } : OfferSight.None, Samples.Now);
            return Enumerable.Range(0, 1_000).Count(_ => Router.Pick(table, in Unbound, random, later).IsFree);
        }

        Free(failing.SuccessRate).Should().BeInRange(1, 40, "it may have mended");
        Free(0.5).Should().Be(1_000, "who fails now and then is better than waiting");
    }

    [Theory]
    [InlineData(600)]
    [InlineData(1_000)]
    public void A_bad_name_outweighs_a_low_price_and_a_good_one_leaves_newcomers_something(int good)
    {
        int[] Jobs(int first, int second) => Firsts(Table(Offer(1, price: 70) with { Reputation = first }, Offer(2) with { Reputation = second }, Offer(3) with { Reputation = second }), Any, 3_000, Samples.Now);

        Jobs(150, good)[0].Should().BeLessThan(150, "it would be 2,000 for its price alone");
        Firsts(Table(Offer(1, inUse: 0, slots: 4), Offer(2, inUse: 3, slots: 4) with { Reputation = good }, Offer(3, inUse: 3, slots: 4) with { Reputation = good }), Any, 3_000, Samples.Now)[0]
            .Should().BeGreaterThan(500, "the others have one slot left");
    }

    [Fact]
    public void A_pick_allocates_nothing()
    {
        var table = Market(new Random(1), 500);
        var random = new Random(2);
        foreach (var query in new[] { Any, Any with { Ceiling = Flat(60), Affinity = Samples.Account(9) }, Any with { LeastTier = Tier.CcGpu }, Any with { Allow = Set(5, 6), MaxCoefficient = 1_200 } })
        {
            for (var i = 0; i < 100; i++) table.Pick(query, random);
            var before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 100; i++) Router.Pick(table, in query, random, Samples.Now);
            (GC.GetAllocatedBytesForCurrentThread() - before).Should().Be(0);
        }
    }

    [Fact]
    public void Failures_in_a_row_take_a_provider_out_for_longer_and_a_success_forgives()
    {
        var (health, now) = (ProviderHealth.Unknown, Samples.Now);
        foreach (var seconds in new[] { 30, 60, 120, 240, 480, 960, 1_800, 1_800 })
        {
            health = health.Failed(now);
            health.EjectedUntil.Should().Be(now.AddSeconds(seconds));
            health.Failed(now.AddSeconds(1)).EjectedUntil.Should().Be(health.EjectedUntil, "it is one outage");
            now = health.EjectedUntil;
        }
        health.Succeeded(100, 10).Failed(now).EjectedUntil.Should().Be(now.AddSeconds(30));
    }

    private static readonly RouteQuery Unbound = Any;

    private static FrozenSet<AccountAddress> Set(params byte[] providers) => providers.Select(Samples.Account).ToFrozenSet();

    private static IReadOnlyList<RouteRefusal> Refusals(OfferTable table, RouteQuery query) => [.. Router.Explain(table, in query, default, Samples.Now).Select(static verdict => verdict.Refusal)];

    private static RouteQuery Query(Random random) => new(random.Next(3) == 0 ? Tier.CcGpu : Tier.CpuTee, random.Next(1, 1_200))
    {
        Ceiling = random.Next(2) == 0 ? Flat(random.Next(1, 100)) : null,
        Deny = random.Next(3) == 0 ? Set(1, 2, 3) : null,
        Allow = random.Next(4) == 0 ? Set(1, 4, 5, 6, 200) : null,
        MaxCoefficient = random.Next(4) == 0 ? random.Next(1_000, 2_000) : null,
        Affinity = random.Next(2) == 0 ? Samples.Account(4) : default,
    };

    private static OfferTable Market(Random random, int offers) => OfferTable.Build(
        [.. Enumerable.Range(1, offers).Select(provider => Offer((byte)provider, random.Next(1, 100), random.Next(0, 4)) with
        {
            Provider = AccountAddress.From(0, [.. BitConverter.GetBytes(provider), .. new byte[28]]),
            Tier = random.Next(3) == 0 ? Tier.CcGpu : Tier.CpuTee,
            Since = random.Next(4) == 0 ? Samples.Now.AddSeconds(-random.Next(0, 90)) : null,
        })],
        _ => random.Next(5) == 0 ? OfferSight.None with { EjectedUntil = Samples.Now.AddSeconds(9) } : OfferSight.None, Samples.Now);
}
