using Cocoon.Simulation.Tests.Bugs;
using Cocoon.Simulation.Tests.Bugs.Mutants;
using Cocoon.Simulation.Tests.Bugs.Table;

namespace Cocoon.Simulation.Tests.Linearizability;

/// <summary>The histories that simulated markets record tell of bugs by themselves. That right ones pass, every seed of the suite shows.</summary>
[Trait("Category", "Bugs")]
public sealed class RecordedHistoryTests
{
    private const int Seeds = 40;

    /// <summary>The auditor says nothing, and a market that never comes to rest is no failure.</summary>
    private static readonly Edit[] NobodyElse =
    [
        new("src/Simulation/Auditing/Auditor.cs", "if (Violated is not null) return;", "if (what.Length > 0) return;"),
        new("src/Simulation/Running/SeedRun.cs", "if (!done)\n", "if (LongestRest == default)\n"),
    ];

    [Theory]
    [InlineData("decides-on-the-stored-state")]
    [InlineData("failed-write-counts")]
    public void A_bug_shows_in_what_a_channel_answers(string bug)
    {
        var market = new MutantMarket([.. NobodyElse, .. SeededBugs.Named(bug).Edits]);

        market.FirstFailure(1, Seeds).Should().MatchRegex(@"^seed \d+: linearizability: no order explains what paymentchannel/\S+ answered");
    }
}
