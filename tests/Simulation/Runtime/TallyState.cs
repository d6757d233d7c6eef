namespace Cocoon.Simulation.Tests.Runtime;

public sealed record TallyState
{
    public int Sum { get; init; }
}
