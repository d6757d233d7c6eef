using Cocoon.Simulation.Tests.Bugs.Mutants;
using Xunit.Abstractions;

namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>Proof that the net has no holes: the simulator with its usual faults finds every one of these mistakes.</summary>
[Trait("Category", "Bugs")]
public sealed class BugTests(BugHunt hunt, ITestOutputHelper output) : IClassFixture<BugHunt>
{
    /// <summary>Seeds that the product as it is has to get through, compiled like the bugs.</summary>
    private const int CleanSeeds = 5;

    /// <summary>A bug may make the market run in circles without its clock moving on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(20);

    public static TheoryData<string> Names => [.. BugChoice.Chosen.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_simulator_finds(string bug)
    {
        var caught = await hunt.Of(bug).WaitAsync(Patience);

        output.WriteLine($"{bug}: {caught.Seeds} seeds, {caught.Took.TotalSeconds:0.0} s. {caught.Failure}");
        caught.Failure.Should().NotBeNull($"the bug '{bug}' breaks a rule, and {BugHunt.Seeds} seeds did not notice: {Table.SeededBugs.Named(bug).Rule}");
        caught.WithoutBug.Should().BeNull("the seed passes without the bug");
    }

    [Fact]
    public void Without_a_bug_it_finds_nothing()
    {
        var market = new MutantMarket([], "Core", "Grains", "LocalRuntime");

        market.FirstFailure(1, CleanSeeds).Should().BeNull();
    }

    [Fact]
    public void At_least_thirty_bugs_are_hunted_unless_named() =>
        (BugChoice.Chosen.Count >= 30 || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("COCOON_BUGS"))).Should().BeTrue();
}
