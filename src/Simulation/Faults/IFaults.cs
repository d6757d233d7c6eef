using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Faults;

/// <summary>Decides at each occasion whether a fault strikes. Used by one simulation, on its thread.</summary>
public interface IFaults
{
    /// <summary>
    /// Asks whether this fault strikes now. Every question counts as one occasion of its kind, and the answer depends on the
    /// seed, the kind and the occasion's number alone: leaving one strike out does not move the others.
    /// </summary>
    /// <returns>Null for no; otherwise random numbers of this strike's own, for its details.</returns>
    Dice? Strike(FaultKind kind);
}
