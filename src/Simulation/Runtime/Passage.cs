using Cocoon.LocalRuntime.Calls;
using Cocoon.Simulation.Linearizability;

namespace Cocoon.Simulation.Runtime;

/// <summary>A call's way through the network.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Caller">The process that waits for the answer.</param>
/// <param name="CallerLane">Who in it.</param>
/// <param name="Original">The call that this is a second delivery of; null for a first one.</param>
/// <param name="Recorded">The call in a history that will be checked; null in none.</param>
internal sealed record Passage(long Id, SimulatedHost Caller, int CallerLane, Call? Original, RecordedCall? Recorded);
