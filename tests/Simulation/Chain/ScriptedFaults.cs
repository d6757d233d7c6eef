using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>Strikes when a test says so.</summary>
internal sealed class ScriptedFaults : IFaults
{
    private readonly Dictionary<FaultKind, Dice> _next = [];

    /// <summary>Of the dice that strikes come with.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>The next occasion of this kind is a strike.</summary>
    public void Arm(FaultKind kind) => _next[kind] = new Dice(Seed);

    public Dice? Strike(FaultKind kind) => _next.Remove(kind, out var dice) ? dice : null;
}
