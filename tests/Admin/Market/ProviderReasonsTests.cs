using System.Collections.Immutable;
using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;
using Cocoon.Core.Trust;

namespace Cocoon.Admin.Tests.Market;

public sealed class ProviderReasonsTests
{
    private const string Model = "tiny";
    private static readonly HexBytes Hash = new(new byte[32]);
    private static readonly DateTimeOffset Now = News.Start.AddMinutes(1);
    private static readonly Dictionary<string, PriceList> NoReferences = [];

    [Fact]
    public void A_provider_that_could_get_jobs_is_told_that_nothing_is_wrong()
    {
        var reason = ProviderReasons.Explain(Picture(), Facts(), NoReferences, Now).Should().ContainSingle().Subject;

        reason.Tone.Should().Be(Tone.Good);
        reason.Text.Should().StartWith("Nothing keeps jobs away");
    }

    [Fact]
    public void They_are_what_the_owner_is_told_heaviest_first_with_the_model_they_are_of()
    {
        var (picture, facts) = (Picture(inUse: 2, rivals: 2), Facts(inUse: 2) with { IsDraining = true });

        var shown = ProviderReasons.Explain(picture, facts, NoReferences, Now);

        var told = WhyNoJobs.Of(facts, [new ModelOnMarket(Model, true, picture.Offers, null, null)], Tier.CcGpu, Now);
        told.Select(reason => reason.Cause).Should().Equal(NoJobsCause.Draining, NoJobsCause.Dear, NoJobsCause.SlotsFull);
        shown.Select(reason => reason.Tone).Should().Equal(Tone.Bad, Tone.Warn, Tone.Warn);
        shown.Select(reason => reason.Text).Should().Equal(told.Select(reason => $"{(reason.Model is null ? "" : $"{Model}: ")}{reason.What} {reason.Advice}"));
    }

    [Fact]
    public void Offers_that_are_over_weights_that_are_not_listed_and_prices_above_those_paid_are_seen()
    {
        var later = ProviderReasons.Explain(Picture(), Facts(), NoReferences, Now.AddSeconds(10));
        later.Should().ContainSingle(reason => reason.Tone == Tone.Bad && reason.Text.Contains("index does not have the offer"));

        var unlisted = ProviderReasons.Explain(Picture() with { Rules = Rules(new HexBytes([1])) }, Facts(), NoReferences, Now);
        unlisted.Should().Contain(reason => reason.Tone == Tone.Bad && reason.Text.Contains("does not list it with these weights"));

        var dear = ProviderReasons.Explain(Picture(), Facts(), new Dictionary<string, PriceList> { [Model] = Prices(9) }, Now);
        dear.Should().ContainSingle(reason => reason.Tone == Tone.Warn && reason.Text.Contains("what was paid lately"));
    }

    private static MarketParameters Rules(HexBytes weights) => new(
        -217, News.Channel, [News.Channel], Hash, 500, Tier.CpuTee, ImmutableDictionary<string, HexBytes>.Empty.Add(Model, weights),
        new ChannelLimits(new Nano(100), new Nano(100_000), 32, TimeSpan.FromMinutes(5), FinalityBlocks: 3), new SettlementPolicy(100, TimeSpan.FromHours(1), new Nano(1_000_000), MaxFeeShareBps: 0, TimeSpan.FromDays(1)));

    private static ProviderFacts Facts(int inUse = 0) => new(
        News.Provider, true, Tier.CcGpu, Now.AddHours(1), false, false, News.Start.AddDays(-9), [new ModelInUse(Offer(100), inUse, true)], [], [], News.Start, null);

    private static MarketPicture Picture(int rivals = 0, int inUse = 0)
    {
        var others = Enumerable.Range(3, rivals).Select(i => new RoutableOffer(AccountAddress.From(0, Enumerable.Repeat((byte)i, 32).ToArray()), Offer(price: 10), Tier.CcGpu, 0, Now.AddSeconds(9)));
        return MarketPicture.Empty.With([.. others.Prepend(new RoutableOffer(News.Provider, Offer(100), Tier.CcGpu, inUse, Now.AddSeconds(9)))], Now);
    }

    private static Offer Offer(long price) => new(Model, Hash, "bf16", 2_048, Prices(price), Slots: 2, "local");

    private static PriceList Prices(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));
}
