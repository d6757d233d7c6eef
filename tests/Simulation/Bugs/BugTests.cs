using System.Globalization;
using Cocoon.Simulation.Tests.Bugs.Mutants;
using Cocoon.Simulation.Tests.Bugs.Table;
using Xunit.Abstractions;

namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>Proof that the net has no holes: the simulator with its usual faults finds every one of these mistakes.</summary>
[Trait("Category", "Bugs")]
public sealed class BugTests(ITestOutputHelper output)
{
    /// <summary>Within so many seeds a bug has to be found.</summary>
    private const int Seeds = 2_000;

    /// <summary>Seeds that the product as it is has to get through, compiled like the bugs.</summary>
    private const int CleanSeeds = 50;

    /// <summary>A bug may make the market run in circles without its clock moving on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    public static TheoryData<string> Names => [.. SeededBugs.All.Select(bug => bug.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_simulator_finds(string bug)
    {
        var seeded = SeededBugs.Named(bug);
        var failure = await FirstFailure(Seeds, seeded.Edits, 1);

        failure.Should().NotBeNull($"{seeded.Rule} The bug '{bug}' breaks that, and {Seeds} seeds did not notice");
        output.WriteLine(failure);
        // The seed that fails with the bug has to pass without it, or it says nothing about the bug.
        var seed = ulong.Parse(failure!["seed ".Length..failure!.IndexOf(':', StringComparison.Ordinal)], CultureInfo.InvariantCulture);
        (await FirstFailure(1, [], seed, seeded.Edits[0].Project)).Should().BeNull($"seed {seed} passes without the bug");
    }

    [Fact]
    public async Task Without_a_bug_it_finds_nothing()
    {
        var failure = await FirstFailure(CleanSeeds, [], 1, "Core", "Grains", "LocalRuntime");

        failure.Should().BeNull();
    }

    private static async Task<string?> FirstFailure(int seeds, IReadOnlyCollection<Edit> edits, ulong firstSeed, params string[] projects)
    {
        using var market = new MutantMarket(edits, projects);
        return await Task.Factory.StartNew(() => market.FirstFailure(firstSeed, seeds), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)
            .WaitAsync(Patience);
    }
}
