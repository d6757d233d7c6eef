namespace Cocoon.Simulation.Linearizability;

/// <summary>What a channel knows of one job.</summary>
/// <param name="Amount">Held for it.</param>
/// <param name="Charge">What was posted; null while it was not.</param>
/// <param name="IsOver">Whether the hold has ended.</param>
public readonly record struct HeldJob(long Amount, long? Charge, bool IsOver);
