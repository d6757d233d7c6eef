using Cocoon.Simulation.Tests.Bugs.Table;

namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>
/// Which bugs a run hunts: three of seven by default, because all take longer than a commit should wait. Which ones changes
/// with the sources that the bugs change, so that one checkout always hunts the same and none is left out for long. The
/// variable COCOON_BUGS chooses otherwise: "all" (every night), or names with commas between them.
/// </summary>
internal static class BugChoice
{
    private const string Variable = "COCOON_BUGS";

    public static IReadOnlyList<SeededBug> Chosen { get; } = Choose(Environment.GetEnvironmentVariable(Variable));

    private static IReadOnlyList<SeededBug> Choose(string? wanted)
    {
        if (wanted == "all") return SeededBugs.All;
        if (!string.IsNullOrEmpty(wanted)) return [.. wanted.Split(',').Select(SeededBugs.Named)];
        var turn = SeededBugs.All.SelectMany(bug => bug.Edits).Select(edit => edit.File).Distinct().Sum(file => (long)SourceTree.Read(file).Length);
        return [.. SeededBugs.All.Where((_, index) => (index + turn) % 7 < 3)];
    }
}
