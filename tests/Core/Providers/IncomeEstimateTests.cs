using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Tests.Providers;

public sealed class IncomeEstimateTests
{
    private static readonly TierVolume Sold = Volume(Tier.CpuTee);

    [Fact]
    public void Nothing_is_estimated_from_nothing()
    {
        Of(10, []).Should().BeNull();
        Of(10, [Volume(null)]).Should().BeNull("those sales do not say by what machines");
        Of(10, [Volume(Tier.CcGpu)]).Should().BeNull("their callers may have wanted a better tier");
    }

    [Fact]
    public void The_only_offer_gets_what_was_paid_less_what_it_asks_less()
    {
        Of(10, [Sold]).Should().Be(new IncomeEstimate(new Nano(950), new Nano(950), new Nano(950), 4));
        Of(5, [Sold])!.High.Should().Be(new Nano(475), "half the price less the fee");
        Of(20, [Sold])!.High.Should().Be(new Nano(950), "nobody is known to pay more than was paid");
        Of(long.MaxValue, [Sold])!.High.Should().Be(new Nano(950));
    }

    [Fact]
    public void Rivals_take_their_share_by_price_number_and_slots()
    {
        Of(10, [Sold], Rival(20)).Should().Be(new IncomeEstimate(new Nano(712), new Nano(712), new Nano(950), 4), "the better one of two draws out of two gets three in four");
        Of(10, [Sold], Rival(10)).Should().Be(new IncomeEstimate(new Nano(237), new Nano(712), new Nano(950), 4));
        Of(10, [Sold], Rival(5)).Should().Be(new IncomeEstimate(new Nano(237), new Nano(237), new Nano(950), 4));
        Of(10, [Sold], Rival(20, Tier.Open)).Should().Be(Of(10, [Sold]), "nobody who wants a TEE goes there");
        Of(10, [Sold], Rival(20, slots: 18))!.High.Should().Be(new Nano(180), "a tenth of the slots gets at most 19 in a hundred");
    }

    [Fact]
    public void A_better_machine_may_have_what_lesser_ones_sold_as_well()
    {
        IncomeEstimate.Of(Prices(10), 2, Tier.CcGpu, [], [Sold, Volume(Tier.CcGpu)], 500)!.Paid.Should().Be(new Nano(1_900));
        IncomeEstimate.Of(Prices(10), 2, Tier.Open, [], [Sold, Volume(Tier.Open)], 500)!.Paid.Should().Be(new Nano(950));
    }

    [Fact]
    public void It_lies_between_nothing_and_all_that_was_paid()
    {
        for (var rivals = 0; rivals < 40; rivals++)
            for (var price = 0; price < 10; price++)
            {
                var estimate = Of(price, [Sold], [.. Enumerable.Range(0, rivals).Select(static rival => Rival(rival % 7, slots: 1 + (rival % 5)))])!;

                (!estimate.Low.IsNegative && estimate.Low <= estimate.High && estimate.High <= estimate.Paid).Should().BeTrue("{0} rivals and a price of {1} give {2}", rivals, price, estimate);
            }
    }

    private static IncomeEstimate? Of(long price, TierVolume[] sold, params RoutableOffer[] others) => IncomeEstimate.Of(Prices(price), 2, Tier.CpuTee, others, sold, 500);

    /// <summary>A hundred million tokens at 10 nano per million, less five percent.</summary>
    private static TierVolume Volume(Tier? tier) => new(tier, new TokenCounts(60_000_000, 0, 40_000_000, 0), new Nano(950), 4);

    private static RoutableOffer Rival(long price, Tier tier = Tier.CpuTee, int slots = 2) =>
        new(Samples.Account(4), new Offer("model", Samples.Bytes(4), "bf16", 1_000, Prices(price), slots, "here"), tier, 0, Samples.Now.AddSeconds(15));

    private static PriceList Prices(long price) => new(new Nano(price), new Nano(price), new Nano(price), new Nano(price));
}
