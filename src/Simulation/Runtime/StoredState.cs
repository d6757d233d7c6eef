namespace Cocoon.Simulation.Runtime;

/// <summary>A record: an immutable state and its version.</summary>
internal sealed record StoredState(object State, long Version);
