using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Market;
using Cocoon.Simulation.Running;

namespace Cocoon.Simulation.Tests.Running;

public sealed class ShrinkerTests
{
    private static readonly FaultStrike Lost = new(FaultKind.CallReplyLost, 1_017);
    private static readonly FaultStrike Killed = new(FaultKind.SiloKilled, 3);

    [Fact]
    public void Only_the_faults_that_a_failure_needs_are_left()
    {
        var all = Enumerable.Range(0, 60).Select(i => new FaultStrike((FaultKind)(i % 7), i)).Append(Lost).Append(Killed).ToList();
        var (plan, options, result) = new Shrinker(Fails).Shrink(Result(all, 500), FaultPlan.Usual, new MarketOptions());
        plan.Only.Should().BeEquivalentTo([Lost, Killed]);
        result.Failure.Should().NotBeNull();
        options.Jobs.Should().BeLessThan(500);
    }

    [Fact]
    public void Another_rule_broken_on_the_way_is_not_the_failure_that_was_found()
    {
        var (plan, _, _) = new Shrinker((tried, _) => Result([.. tried.Only!], 500) with { Failure = tried.Only!.Count < 3 ? "I1 another" : "I5 this one" })
            .Shrink(Result([Lost, Killed, new(FaultKind.ClockJump, 1), new(FaultKind.ClockJump, 2)], 500), FaultPlan.Usual, new MarketOptions());
        plan.Only.Should().HaveCount(3);
    }

    private static SeedResult Fails(FaultPlan plan, MarketOptions options)
    {
        var needed = plan.Only!.Contains(Lost) && plan.Only.Contains(Killed);
        return Result([.. plan.Only], options.Jobs) with { Failure = needed ? "I5 something" : null };
    }

    private static SeedResult Result(IReadOnlyList<FaultStrike> strikes, int jobs) => new(1, 0, jobs, 0, strikes, 0, TimeSpan.Zero, "I5 something");
}
