using Cocoon.Simulation.Faults;

namespace Cocoon.Simulation.Running;

/// <summary>What one seed did.</summary>
/// <param name="Seed">The seed.</param>
/// <param name="Hash">Of all that happened, in order.</param>
/// <param name="Jobs">Jobs that clients started.</param>
/// <param name="Charged">Jobs that ended with a receipt.</param>
/// <param name="Strikes">Faults that struck, in order.</param>
/// <param name="Turns">Turns of grains and processes.</param>
/// <param name="Elapsed">Virtual time.</param>
/// <param name="Failure">The first rule broken; null when all is well.</param>
public sealed record SeedResult(
    ulong Seed, ulong Hash, int Jobs, int Charged, IReadOnlyList<FaultStrike> Strikes, long Turns, TimeSpan Elapsed, string? Failure)
{
    /// <summary>The rule's name, such as "I5" or "liveness"; null when all is well.</summary>
    public string? Rule => Failure?.Split(' ', ':')[0];
}
