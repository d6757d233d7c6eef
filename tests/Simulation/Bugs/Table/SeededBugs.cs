namespace Cocoon.Simulation.Tests.Bugs.Table;

/// <summary>All mistakes that the simulator has to find.</summary>
internal static class SeededBugs
{
    public static IReadOnlyList<SeededBug> All { get; } = [.. GrainBugs.All, .. ChannelBugs.All, .. VoucherBugs.All, .. JobBugs.All, .. SettlementBugs.All];

    public static SeededBug Named(string name) => All.Single(bug => bug.Name == name);
}
