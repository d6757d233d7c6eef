namespace Cocoon.Simulation.Economy;

/// <summary>What the market promises, and whether it kept it.</summary>
/// <param name="Name">What.</param>
/// <param name="Wanted">The promise.</param>
/// <param name="Found">What was measured.</param>
/// <param name="Passed">Whether it was kept; null where this run cannot say.</param>
internal sealed record Target(string Name, string Wanted, string Found, bool? Passed);
