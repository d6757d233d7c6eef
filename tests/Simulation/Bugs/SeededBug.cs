namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>A mistake that the simulator has to find.</summary>
/// <param name="Name">Short, for test names.</param>
/// <param name="Rule">Which rule it breaks, in one sentence.</param>
/// <param name="Edits">The mistake. More than one where several lines of defence guard the rule: each alone would hold.</param>
public sealed record SeededBug(string Name, string Rule, params Edit[] Edits);
