using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Providers;

public sealed class WhyNoJobsTests
{
    private const string Model = "model";
    private static readonly DateTimeOffset Now = Samples.Now;

    /// <summary>A provider with whom nothing is wrong, and what a case changes about it.</summary>
    public static TheoryData<string, Func<ProviderFacts, ProviderFacts>, Func<ModelOnMarket, ModelOnMarket>, NoJobsCause[]> Cases => new()
    {
        { "nothing", Same, Same, [NoJobsCause.NoDemand] },
        { "never registered", facts => facts with { IsRegistered = false, Tier = null, AppraisedUntil = null, Models = [] }, Same, [NoJobsCause.NotRegistered] },
        { "left", facts => facts with { HasLeft = true, IsDraining = true }, model => model with { Offers = [Rival()] }, [NoJobsCause.Left] },
        { "draining", facts => facts with { IsDraining = true }, model => model with { Offers = [Rival()] }, [NoJobsCause.Draining] },
        { "drained by its owner", facts => facts with { IsDraining = true, OwnerDraining = true }, model => model with { Offers = [Rival()] }, [NoJobsCause.Draining] },
        { "verdict ended", facts => facts with { AppraisedUntil = Now }, model => model with { Offers = [Rival()] }, [NoJobsCause.AppraisalEnded] },
        { "no offers", facts => facts with { Models = [] }, Same, [NoJobsCause.NothingOffered] },
        { "audits only", facts => facts with { Models = [new(Own().Offer with { AuditsOnly = true }, 0, true)] }, model => model with { Offers = [Rival()] }, [NoJobsCause.NothingOffered] },
        { "other weights", Same, model => model with { IsListed = false }, [NoJobsCause.ModelNotListed] },
        { "asleep", facts => facts with { Models = [new(Own().Offer, 0, false)] }, model => model with { Offers = [Rival()] }, [NoJobsCause.OffSchedule] },
        { "silent", Same, model => model with { Offers = [Rival()] }, [NoJobsCause.NotAnnounced] },
        { "avoided", Same, model => model with { AvoidedUntil = Now.AddSeconds(30) }, [NoJobsCause.Avoided] },
        { "low tier", facts => facts with { Tier = Tier.Open }, Same, [NoJobsCause.TierNotAsked] },
        { "refused", facts => facts with { Refusals = [new(RefusalCode.ProviderBusy, 9), new(RefusalCode.RequestRefused, 2)] }, Same, [NoJobsCause.Refused] },
        { "a cheaper one", Same, model => model with { Offers = [Own(), Rival(price: 9)] }, [NoJobsCause.Dear] },
        { "a cheaper one of a tier that nobody would take instead", Same, model => model with { Offers = [Own(), Rival(price: 9) with { Tier = Tier.Open }] }, [NoJobsCause.NoDemand] },
        { "above what is paid", Same, model => model with { Reference = Prices(9) }, [NoJobsCause.Dear] },
        { "bad name", Same, model => model with { Offers = [Own() with { Reputation = 499 }] }, [NoJobsCause.Reputation] },
        { "full", facts => facts with { Models = [new(Own().Offer, 2, true)] }, Same, [NoJobsCause.SlotsFull] },
        { "new", Same, model => model with { Offers = [Own() with { Since = Now.AddMinutes(-1) }] }, [NoJobsCause.Newcomer] },
        { "several, heaviest first", facts => facts with { Models = [new(Own().Offer, 2, true)], IsDraining = true }, model => model with { Offers = [Own(), Rival(price: 9)] }, [NoJobsCause.Draining, NoJobsCause.Dear, NoJobsCause.SlotsFull] },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Each_cause_is_found_and_says_what_to_do(string what, Func<ProviderFacts, ProviderFacts> facts, Func<ModelOnMarket, ModelOnMarket> model, NoJobsCause[] causes)
    {
        var reasons = WhyNoJobs.Of(facts(Facts()), [model(new ModelOnMarket(Model, true, [Own(), Rival()], null, Prices(10)))], Tier.CpuTee, Now);

        reasons.Select(reason => reason.Cause).Should().Equal(causes, "that is so with {0}", what);
        reasons.Should().OnlyContain(reason => reason.What.EndsWith('.') && reason.Advice.EndsWith('.'));
    }

    [Theory]
    [InlineData(true, "does not")]
    [InlineData(false, "ends that; so does")]
    public void Whose_drain_it_is_decides_what_ends_it(bool isOwners, string advice) => WhyNoJobs
        .Of(Facts() with { IsDraining = true, OwnerDraining = isOwners }, [], Tier.CpuTee, Now)[0]
        .Advice.Should().Contain(advice).And.Contain("cocoon provider resume");

    private static ProviderFacts Facts() => new(
        Samples.Account(3), true, Tier.CpuTee, Now.AddHours(1), false, false, Now.AddDays(-9), [new ModelInUse(Own().Offer, 0, true)], [], [], Now.AddDays(-1), null);

    private static RoutableOffer Own() => Offer(3, 10);

    private static RoutableOffer Rival(long price = 10) => Offer(4, price);

    private static RoutableOffer Offer(byte provider, long price) =>
        new(Samples.Account(provider), new Offer(Model, Samples.Bytes(4), "bf16", 1_000, Prices(price), 2, "here"), Tier.CpuTee, 0, Now.AddSeconds(15));

    private static PriceList Prices(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    private static T Same<T>(T value) => value;
}
