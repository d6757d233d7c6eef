using Cocoon.Simulation.Faults;

namespace Cocoon.Simulation.Tests.Faults;

public sealed class FaultPlanTests
{
    [Fact]
    public void A_plan_survives_its_file()
    {
        var plan = FaultPlan.Usual with { Only = [new(FaultKind.CallDropped, 17), new(FaultKind.ChainReorganised, 0)] };
        var read = FaultPlanFile.Read(FaultPlanFile.Write(plan));
        read.Rates.Should().BeEquivalentTo(plan.Rates);
        read.Only.Should().BeEquivalentTo(plan.Only);
    }

    [Theory]
    [InlineData("", "*cannot be read*")]
    [InlineData("[]", "*JSON object*")]
    [InlineData("""{"rates":{"call-lost":0.1}}""", "*'call-lost' is not a fault*call-dropped*")]
    [InlineData("""{"rates":{"call-dropped":2}}""", "*between 0 and 1*")]
    [InlineData("""{"rates":{"call-dropped":"often"}}""", "*cannot be read*")]
    [InlineData("""{"rate":{}}""", "*not \"rate\"*")]
    [InlineData("""{"only":["call-dropped"]}""", "*'call-dropped#17'*")]
    [InlineData("""{"only":[5]}""", "*cannot be read*")]
    public void A_bad_plan_is_refused_with_a_reason(string text, string reason) =>
        FluentActions.Invoking(() => FaultPlanFile.Read(text)).Should().Throw<FormatException>().WithMessage(reason);

    [Fact]
    public void Leaving_one_strike_out_does_not_move_the_others()
    {
        var all = Strikes(FaultPlan.Usual);
        var without = FaultPlan.Usual with { Only = [.. all.Skip(1)] };
        Strikes(without).Should().Equal(all.Skip(1));
    }

    [Fact]
    public void The_usual_plan_has_every_fault() => FaultPlan.Usual.Rates.Keys.Should().BeEquivalentTo(FaultKinds.All);

    private static List<FaultStrike> Strikes(FaultPlan plan)
    {
        var faults = new PlannedFaults(plan, 5);
        for (var i = 0; i < 5_000; i++)
            foreach (var kind in FaultKinds.All) faults.Strike(kind);
        return [.. faults.Strikes];
    }
}
