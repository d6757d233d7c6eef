using Cocoon.Simulation.Faults;
using Cocoon.Simulation.Randomness;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>Strikes with one probability for all kinds of a chain's faults, while it is switched on.</summary>
internal sealed class RandomFaults(ulong seed, double probability) : IFaults
{
    private readonly Dice _dice = new(seed);

    public bool IsOn { get; set; } = true;

    public int Strikes { get; private set; }

    public Dice? Strike(FaultKind kind)
    {
        if (!IsOn || !_dice.Chance(probability)) return null;
        Strikes++;
        return new Dice(_dice.Next());
    }
}
