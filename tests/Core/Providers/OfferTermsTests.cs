using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Tests.Models;
using Cocoon.Core.Trust;
using FsCheck;
using FsCheck.Fluent;

namespace Cocoon.Core.Tests.Providers;

public sealed class OfferTermsTests
{
    private static readonly PriceList Dear = All(1_000_000_000);

    private static PriceList All(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    private static ProviderState Selling(int slots = 8, long price = 100, long? batch = 40) => Provider.Register(new ProviderState(), Samples.Provider, Samples.Appraisal,
        [Samples.Offer(slots) with { Prices = All(price), BatchPrices = batch is { } lower ? All(lower) : null }], Samples.Now).State;

    private static ProviderState On(ProviderState state, OfferTerms? terms) => Provider.SetTerms(state, "model", terms).State;

    private static LeaseRequest Request(int job, JobClass wanted = JobClass.Interactive) =>
        new(Samples.Job(job), "model", 100, Dear, Tier.CpuTee, 500, Samples.Now.AddSeconds(60)) { Class = wanted };

    private static long PriceOf(ProviderState state, int job, JobClass wanted = JobClass.Interactive) =>
        Provider.Lease(state, Request(job, wanted), Samples.Now).State.Leases[Samples.Job(job)].Prices.Prompt.Value;

    public static TheoryData<OfferTerms, string> Faults => new()
    {
        { new OfferTerms { Prices = All(-1) }, "zero or more" },
        { new OfferTerms { Floor = All(50), Ceiling = All(49) }, "floor is above the ceiling" },
        { new OfferTerms { Floor = All(101) }, "below the floor" },
        { new OfferTerms { Prices = All(49), Floor = All(50) }, "below the floor" },
        { new OfferTerms { Ceiling = All(99) }, "above the ceiling" },
        { new OfferTerms { BatchPrices = All(101) }, "Batch prices" },
        { new OfferTerms { AutoPricing = true, Ceiling = All(200) }, "Give both" },
        { new OfferTerms { AutoPricing = true, Floor = All(50) }, "Give both" },
        { new OfferTerms { Slots = 0 }, "drain" },
        { new OfferTerms { KeptFree = 101 }, "0 to 100" },
        { new OfferTerms { Schedule = new([], "UTC") }, "1 to 64 windows" },
        { new OfferTerms { Schedule = new([new(0, 10_080)], "UTC") }, "10079" },
        { new OfferTerms { Schedule = new([new(5, 5)], "UTC") }, "none of them empty" },
        { new OfferTerms { Schedule = new([.. Enumerable.Range(0, 65).Select(at => new WeeklyWindow(at, at + 1))], "UTC") }, "1 to 64 windows" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void Terms_that_cannot_be_are_refused_with_what_to_do(OfferTerms terms, string why) =>
        Provider.SetTerms(Selling(), "model", terms).Refusal.Should().Match<Refusal>(refusal => refusal.Code == RefusalCode.OfferInvalid && refusal.Message.Contains(why));

    [Fact]
    public void New_terms_hold_for_new_leases_at_once_and_never_for_running_ones() =>
        Prop.ForAll(Arb.From(Gen.Choose(0, 300).ListOf()), prices =>
        {
            var (state, job, given) = (Selling(slots: 1_000), 0, new List<long>());
            foreach (var price in prices)
            {
                state = On(state, new OfferTerms { Prices = All(price) });
                state = Provider.Lease(state, Request(++job), Samples.Now).State;
                given.Add(price);
                for (var old = 1; old <= job; old++)
                    if (state.Leases[Samples.Job(old)].Prices != All(given[old - 1])) return false;
            }
            return true;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(Math.Min(ModelCheck.Cases, 200)));

    [Fact]
    public void Terms_survive_a_new_machine_and_can_be_taken_back()
    {
        var state = On(Selling(), new OfferTerms { Prices = All(150), Slots = 1 });

        var reborn = Provider.Register(state, Samples.Provider, Samples.Appraisal with { EnclaveKey = Samples.Bytes(77) }, [Samples.Offer(4)], Samples.Now).State;

        Provider.Effective(reborn, "model").Should().Match<Offer>(offer => offer.Prices == All(150) && offer.Slots == 1);
        Provider.Effective(On(reborn, null), "model").Should().Be(Samples.Offer(4));
        On(reborn, null).Terms.Should().BeNull();
        Provider.SetTerms(state, "model", state.TermsOf("model")).Changed.Should().BeFalse();
        Provider.SetTerms(state, "other", new OfferTerms()).Refusal!.Code.Should().Be(RefusalCode.NoOffer);
    }

    [Fact]
    public void What_is_announced_shows_no_floor_and_batch_is_never_dearer()
    {
        var state = Provider.Register(new ProviderState(), Samples.Provider, Samples.Appraisal, [Samples.Offer() with { Prices = All(100), BatchPrices = All(40), Floor = All(30) }], Samples.Now).State;

        var sold = Provider.Effective(On(state, new OfferTerms { Prices = All(35) }), "model")!;

        (sold.Floor, sold.Prices, sold.BatchPrices).Should().Be((null, All(35), All(35)));
        Provider.SetTerms(state, "model", new OfferTerms { Prices = All(29) }).Refusal!.Message.Should().Contain("below the floor");
        Provider.Register(state, Samples.Provider, Samples.Appraisal, [Samples.Offer() with { Prices = All(29), Floor = All(30) }], Samples.Now).Refusal!.Code.Should().Be(RefusalCode.OfferInvalid);
    }

    [Fact]
    public void Outside_of_its_hours_a_model_is_not_leased_and_running_jobs_stay()
    {
        // Saturday noon is in a window from Saturday 11:00 over the week's end to Monday 01:00.
        var open = new WeeklySchedule([new(5 * 1_440 + 660, 60)], "Europe/Lisbon");
        var state = Provider.Lease(On(Selling(), new OfferTerms { Schedule = open }), Request(1), Samples.Now).State;

        var closed = On(state, new OfferTerms { Schedule = new([new(0, 1)], "UTC") });

        Provider.Lease(closed, Request(2), Samples.Now).Refusal.Should().Match<Refusal>(refusal => refusal.Code == RefusalCode.NoOffer && refusal.Message.Contains("at this hour"));
        closed.InUse("model", Samples.Now).Should().Be(1);
        (open.Contains(Samples.Now.AddDays(1.5)), open.Contains(Samples.Now.AddDays(1.6)), open.Contains(Samples.Now.AddMinutes(-61))).Should().Be((true, false, false));
    }

    [Fact]
    public void Auto_pricing_starts_where_the_provider_was_and_restarts_when_it_names_other_prices()
    {
        var terms = new OfferTerms { AutoPricing = true, Floor = All(50), Ceiling = All(200) };
        var risen = Provider.Reprice(On(Selling(), terms), "model", 1_000).State;

        PriceOf(risen, 1).Should().Be(105);
        PriceOf(On(risen, terms with { Slots = 3 }), 1).Should().Be(105, "it goes on from where it is");
        PriceOf(On(risen, terms with { Prices = All(70) }), 1).Should().Be(70);
        PriceOf(On(On(risen, terms with { AutoPricing = false }), terms), 1).Should().Be(100);
        Provider.SetTerms(risen, "model", terms with { AutoPrices = All(9_999) }).Changed.Should().BeFalse("where prices are is not the provider's to say");
        Provider.Reprice(On(Selling(), terms), "model", 700).Changed.Should().BeFalse();
        Provider.Reprice(Selling(), "model", 1_000).Changed.Should().BeFalse();
        Provider.NextPrices(risen, "model", 0)!.Prices.Should().Be(All(99));
    }

    [Theory]
    [InlineData(1, null, 1)]
    [InlineData(2, null, 1)]
    [InlineData(8, null, 6)]
    [InlineData(9, null, 6)]
    [InlineData(8, 0, 7)]
    [InlineData(8, 50, 4)]
    [InlineData(8, 100, 0)]
    public void Batch_jobs_get_only_what_is_idle_beyond_what_is_kept_free(int slots, int? keptFree, int given)
    {
        var state = On(Selling(slots), new OfferTerms { KeptFree = keptFree });

        var leased = Enumerable.Range(1, slots).Aggregate(state, static (state, job) =>
            Provider.Lease(state, Request(job, JobClass.Batch), Samples.Now) is { Refusal: null } step ? step.State : state);

        leased.Leases.Should().HaveCount(given);
        leased.Leases.Values.All(lease => lease.Prices == All(40) && lease.Class == JobClass.Batch).Should().BeTrue();
        Provider.Lease(leased, Request(99, JobClass.Batch), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.ProviderBusy);
        if (given < slots) Provider.Lease(leased, Request(99), Samples.Now).Refusal.Should().BeNull("others get the rest");
    }

    [Fact]
    public void Who_names_no_batch_prices_takes_no_batch_jobs() =>
        Provider.Lease(Selling(batch: null), Request(1, JobClass.Batch), Samples.Now).Refusal!.Code.Should().Be(RefusalCode.NoOffer);
}
