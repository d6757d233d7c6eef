namespace Cocoon.Simulation.Tests.Bugs;

/// <summary>What a hunt for one bug came to.</summary>
/// <param name="Failure">What the first failing seed says; null when none failed.</param>
/// <param name="Seeds">Seeds that it took.</param>
/// <param name="Took">Compiling included.</param>
/// <param name="WithoutBug">What the same seed says of the product as it is; null when that passes.</param>
public sealed record Catch(string? Failure, int Seeds, TimeSpan Took, string? WithoutBug);
