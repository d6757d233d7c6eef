using Cocoon.Core.Money;

namespace Cocoon.Simulation.Chain;

/// <summary>All the money of a simulated chain at one moment.</summary>
/// <param name="PutIn">What came from outside, in all.</param>
/// <param name="Held">What accounts hold.</param>
/// <param name="OnTheWay">What messages carry that no block has delivered yet.</param>
/// <param name="Burned">What the network took as fees, in all.</param>
public sealed record ChainTotals(Nano PutIn, Nano Held, Nano OnTheWay, Nano Burned)
{
    /// <summary>Whether not one nano was made or lost.</summary>
    public bool IsConserved => PutIn == Held + OnTheWay + Burned;
}
