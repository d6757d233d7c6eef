using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Randomness;

public sealed class DiceTests
{
    [Fact]
    public void The_same_seed_gives_the_same_numbers_everywhere()
    {
        var dice = new Dice(42);
        new[] { dice.Next(), dice.Next(), dice.Next() }.Should().Equal(1546998764402558742, 6990951692964543102, 12544586762248559009);
    }

    [Fact]
    public void Numbers_stay_within_their_bounds_and_reach_both_ends()
    {
        var dice = new Dice(1);
        var drawn = Enumerable.Range(0, 1_000).Select(_ => dice.Between(-3, 3)).ToList();
        drawn.Should().OnlyContain(n => n >= -3 && n <= 3).And.Contain(-3).And.Contain(3);
    }

    [Fact]
    public void Purposes_and_numbers_have_streams_of_their_own() =>
        new[] { Dice.For(1, "a").Next(), Dice.For(1, "b").Next(), Dice.For(1, "a", 1).Next(), Dice.For(2, "a").Next() }.Should().OnlyHaveUniqueItems();

    [Fact]
    public void A_chance_comes_about_as_often_as_it_says()
    {
        var dice = new Dice(7);
        Enumerable.Range(0, 10_000).Count(_ => dice.Chance(0.1)).Should().BeInRange(900, 1_100);
    }
}
