using Cocoon.Simulation.Chain.Machine;

namespace Cocoon.Simulation.Chain;

/// <summary>What a simulated chain is like.</summary>
public sealed record SimulatedTonOptions
{
    /// <summary>Global id of the network. Default: -217, a local chain.</summary>
    public int NetworkId { get; init; } = -217;

    /// <summary>Between blocks; whole milliseconds. Default: 2 s. Shorter ones settle sooner and cost more messages per second of virtual time.</summary>
    public TimeSpan BlockTime { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>Prices at the beginning. Default: mainnet's.</summary>
    public ModelFees Fees { get; init; } = ModelFees.Mainnet;

    /// <summary>By what the first prices are multiplied when <see cref="Faults.FaultKind.ChainFeesChanged"/> strikes. Default: sixths, from 1/6 to 8/6.</summary>
    public IReadOnlyList<(uint Numerator, uint Denominator)> FeeFactors { get; init; } = [(1, 6), (3, 6), (1, 1), (8, 6)];

    /// <summary>Longest outage. Default: 60 s.</summary>
    public TimeSpan OutageMax { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Longest delay of a message; above a message's validity, some expire. Default: 90 s.</summary>
    public TimeSpan DelayMax { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>Deepest reorganisation, 1 to 16 blocks. Default: 8.</summary>
    public int ReorganisationMax { get; init; } = 8;

    /// <summary>The probability that a message from outside is lost when its block is undone. Default: 1/4.</summary>
    public double LostWhenUndone { get; init; } = 0.25;

    /// <summary>Blocks for which a message that is refused is tried again. Default: 16.</summary>
    public int TriesMax { get; init; } = 16;
}
