using Cocoon.Core.Market;
using Cocoon.Core.Trust;
using Cocoon.Simulation.Economy;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Economy;

/// <summary>A desk changes loads in place; the product makes new tables. Both have to pick alike.</summary>
public sealed class DeskTests
{
    private const long Snapshot = Habits.Second / 10;

    private static readonly RouteQuery Any = new(Tier.Open, 100);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void When_all_news_are_in_it_picks_as_a_table_made_anew(ulong seed)
    {
        var (line, desk) = Market(seed);
        var dice = new Dice(seed);
        var own = new List<Seller>();
        for (var (step, now) = (0, 0L); step < 2_000; step++)
        {
            now += dice.Between(0, Habits.Second / 20);
            desk.Sync(now);
            var seller = dice.Pick(line.Sellers);
            var isOwn = dice.Chance(0.5);
            if (isOwn && own.Contains(seller))
            {
                own.Remove(seller);
                Use(line, desk, seller, -1, now, isOwn);
            }
            else if (seller.InUse < seller.Offer.Slots)
            {
                if (isOwn) own.Add(seller);
                Use(line, desk, seller, 1, now, isOwn);
            }
            else if (!own.Contains(seller)) Use(line, desk, seller, -1, now, isOwn: false);
            else desk.Refused(seller.Row);

            if (step % 100 != 0) continue;
            // Until the news of them have come, a desk knows of its own jobs what a new table would not.
            desk.Sync(now += Habits.Second);
            Same(line, desk, now, seed);
        }
    }

    [Fact]
    public void Whoever_comes_back_rises_slowly()
    {
        var (line, desk) = Market(1);
        var back = line.Sellers[^1];
        back.Announced = back.Announced with { FreshUntil = MarketRun.TimeOf(0) };
        line.Tell(back, 0, announce: true);
        desk.Sync(Habits.Second);
        back.Announced = back.Announced with { FreshUntil = DateTimeOffset.MaxValue, Since = MarketRun.TimeOf(Habits.Second) };
        line.Tell(back, Habits.Second, announce: true);
        desk.Sync(3 * Habits.Second);

        var early = Share(desk, back.Row, 7 * Habits.Second);
        var late = Share(desk, back.Row, 10 * Habits.Minute);

        early.Should().BePositive().And.BeLessThan(late / 3);
    }

    private static (ModelLine Line, Desk Desk) Market(ulong seed)
    {
        var line = Founding.Found(new EconomyOptions(40, 10, 1) { Models = 1, Seed = seed }).Lines[0];
        var desk = new Desk(line, 0, Snapshot, 0);
        line.Desks = [desk];
        return (line, desk);
    }

    private static void Use(ModelLine line, Desk desk, Seller seller, int change, long now, bool isOwn)
    {
        seller.Use(change, MarketRun.TimeOf(now));
        if (isOwn && change > 0) desk.Took(seller.Row);
        if (isOwn && change < 0) desk.Gave(seller.Row);
        line.Tell(seller, now);
    }

    private static void Same(ModelLine line, Desk desk, long now, ulong seed)
    {
        var time = MarketRun.TimeOf(now);
        var row = 0;
        var anew = OfferTable.Build(
            [.. line.Sellers.Select(seller => desk.Offer(seller.Row) with { InUse = desk.Known(seller.Row).Told })],
            _ => desk.Health(row).Sight(desk.Known(row++).Own), time);

        line.Sellers.Select(seller => desk.Table.Load(seller.Row)).Should().Equal(line.Sellers.Select(seller => anew.Load(seller.Row)));
        for (var draw = 0UL; draw < 20; draw++)
            Router.Pick(desk.Table, Any, new DiceRandom(new Dice(seed + draw)), time).Should().Be(Router.Pick(anew, Any, new DiceRandom(new Dice(seed + draw)), time));
    }

    private static double Share(Desk desk, int row, long now)
    {
        const int picks = 4_000;
        var random = new DiceRandom(new Dice(5));
        return Enumerable.Range(0, picks).Count(_ => Router.Pick(desk.Table, Any, random, MarketRun.TimeOf(now)).First == row) / (double)picks;
    }
}
