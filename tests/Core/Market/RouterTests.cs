using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Market;

public sealed class RouterTests
{
    private static readonly RouteCriteria Any = new(Tier.CpuTee, null, 100);

    private static RoutableOffer Offer(byte provider, long price = 1, int inUse = 0, Tier tier = Tier.CpuTee) => new(
        Samples.Account(provider), Samples.Offer() with { Prices = new PriceList(new Nano(price), new Nano(price), new Nano(price), new Nano(price)) },
        tier, inUse, Samples.Now.AddSeconds(10));

    [Fact]
    public void Nothing_suits_when_nothing_is_offered() => Router.Pick([], Any, new Random(1), Samples.Now).Should().BeEmpty();

    [Fact]
    public void Only_suitable_offers_are_picked()
    {
        RoutableOffer[] offers = [Offer(1), Offer(2, tier: Tier.Open), Offer(3) with { FreshUntil = Samples.Now }, Offer(4, price: 100)];

        var picked = Router.Pick(offers, Any with { Ceiling = new PriceList(new Nano(9), new Nano(9), new Nano(9), new Nano(9)) }, new Random(1), Samples.Now);

        picked.Select(offer => offer.Provider).Should().Equal(Samples.Account(1));
        Router.Pick(offers, Any with { Tokens = 1_001 }, new Random(1), Samples.Now).Should().BeEmpty();
    }

    [Fact]
    public void Cheap_and_free_providers_come_first_but_not_always()
    {
        RoutableOffer[] offers = [.. Enumerable.Range(1, 10).Select(i => Offer((byte)i, price: i))];
        var random = new Random(42);

        var firsts = Enumerable.Range(0, 2_000).Select(_ => Router.Pick(offers, Any, random, Samples.Now)[0].Provider).GroupBy(provider => provider).ToDictionary(group => group.Key, group => group.Count());

        firsts[Samples.Account(1)].Should().BeGreaterThan(firsts[Samples.Account(5)], "two choices favour the cheap");
        firsts.Should().HaveCountGreaterThan(5, "but callers with the same snapshot do not all run to one");
    }

    [Fact]
    public void At_most_three_are_tried_and_full_ones_last()
    {
        RoutableOffer[] offers = [Offer(1, inUse: 2), Offer(2, price: 5), Offer(3, price: 6), Offer(4, price: 7)];

        var picked = Router.Pick(offers, Any, new Random(7), Samples.Now);

        picked.Should().HaveCount(3);
        picked.Skip(1).Should().NotContain(offer => offer.Provider == Samples.Account(1));
    }
}
