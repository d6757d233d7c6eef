using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Market;

public sealed class RouterRuleTests
{
    private static readonly RouteCriteria Any = new(Tier.CpuTee, null, 1_000);

    private static PriceList Flat(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));

    private static PriceList Writing(long price) => new(new Nano(1), Nano.Zero, new Nano(price), Nano.Zero);

    private static RoutableOffer Offer(byte provider, PriceList? prices = null, int inUse = 0) => new(
        Samples.Account(provider), Samples.Offer() with { Prices = prices ?? Flat(1) }, Tier.CpuTee, inUse, Samples.Now.AddSeconds(10));

    [Fact]
    public void Each_reason_against_an_offer_has_its_name()
    {
        Router.Refusal(Offer(1), Any, Samples.Now).Should().BeNull();
        Router.Refusal(Offer(1), Any, Samples.Now.AddSeconds(10)).Should().Be(RefusalCode.NoOffer, "it was not announced again");
        Router.Refusal(Offer(1), Any with { LeastTier = Tier.CcGpu }, Samples.Now).Should().Be(RefusalCode.TierNotMet);
        Router.Refusal(Offer(1), Any with { Ceiling = Flat(1) }, Samples.Now).Should().BeNull("the ceiling itself is fine");
        Router.Refusal(Offer(1), Any with { Ceiling = Flat(0) }, Samples.Now).Should().Be(RefusalCode.PriceAboveCeiling);
        Router.Refusal(Offer(1), Any with { Tokens = 1_001 }, Samples.Now).Should().Be(RefusalCode.RequestRefused);
    }

    [Fact]
    public void The_first_is_the_better_of_the_two_drawn_and_the_others_follow_in_order()
    {
        RoutableOffer[] offers = [Offer(3, Flat(3)), Offer(1, Flat(1)), Offer(4, Flat(4)), Offer(2, Flat(2))];

        Providers(Router.Pick(offers, Any, new Draws(2, 3), Samples.Now)).Should().Equal(3, 1, 2);
        Providers(Router.Pick(offers, Any, new Draws(3, 1), Samples.Now)).Should().Equal(2, 1, 3);
        Providers(Router.Pick(offers, Any, new Draws(0, 3), Samples.Now)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void Of_two_both_are_tried()
    {
        RoutableOffer[] offers = [Offer(1, Flat(1)), Offer(2, Flat(2))];

        Providers(Router.Pick(offers, Any, new Draws(1, 1), Samples.Now)).Should().Equal(2, 1);
    }

    [Fact]
    public void Full_ones_are_dearest_and_a_typical_chat_reads_three_tokens_for_each_it_writes()
    {
        var full = Offer(1, Flat(1), inUse: 2);
        var almost = Offer(2, Flat(9), inUse: 1);
        var cheapToRead = Offer(3, new PriceList(new Nano(1), Nano.Zero, new Nano(6), Nano.Zero));
        var cheapToWrite = Offer(4, new PriceList(new Nano(3), Nano.Zero, new Nano(1), Nano.Zero));

        Providers(Router.Pick([full, almost], Any, new Draws(0, 0), Samples.Now)).Should().Equal(2, 1);
        Providers(Router.Pick([cheapToWrite, cheapToRead], Any, new Draws(0, 0), Samples.Now)).Should().Equal(3, 4);
        Providers(Router.Pick([Offer(1, Flat(2)), Offer(2, Flat(1))], Any, new Draws(0, 0), Samples.Now)).Should().Equal([2, 1], "price comes before the address");
        Providers(Router.Pick([Offer(1, Writing(2)), Offer(2, Writing(1))], Any, new Draws(0, 0), Samples.Now)).Should().Equal([2, 1], "writing costs too");
        Providers(Router.Pick([Offer(6), Offer(5)], Any, new Draws(0, 0), Samples.Now)).Should().Equal(5, 6);
    }

    [Theory]
    [InlineData(-239, false)]
    [InlineData(-3, true)]
    public void Simulated_evidence_is_refused_on_mainnet(int network, bool allowed)
    {
        var market = new MarketParameters(network, default, [], default, 0, Tier.Open, System.Collections.Immutable.ImmutableDictionary<string, Core.Crypto.HexBytes>.Empty, Samples.Limits, null!);

        market.AllowsSimulated.Should().Be(allowed);
    }

    private static IEnumerable<int> Providers(IReadOnlyList<RoutableOffer> offers) => offers.Select(offer => (int)offer.Provider.Hash[0]);

    /// <summary>Draws that were decided before.</summary>
    private sealed class Draws(params int[] draws) : Random
    {
        private int _next;

        public override int Next(int maxValue) => draws[_next++];
    }
}
