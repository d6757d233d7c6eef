namespace Cocoon.Simulation.Linearizability;

/// <summary>What a check of a history found.</summary>
public enum Verdict
{
    /// <summary>Some order of the calls explains every reply.</summary>
    Linearizable,

    /// <summary>No order does.</summary>
    NotLinearizable,

    /// <summary>The search was given up at its limit.</summary>
    Undecided,
}
