using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>What a contract decided.</summary>
/// <param name="Accepted">Whether an external message was accepted, so that the contract pays for it; true for internal ones.</param>
/// <param name="ExitCode">0 when it ran to its end.</param>
/// <param name="Data">Its data from now on; null when it failed and nothing lasts.</param>
/// <param name="Actions">What it asks for.</param>
public sealed record ContractOutcome(bool Accepted, int ExitCode, Cell? Data, IReadOnlyList<OutAction> Actions)
{
    /// <summary>Whether data and actions last: it ran well, or had committed before it failed.</summary>
    public bool Succeeded => Data is not null;

    /// <summary>Its data lasts even when it runs out of gas after that; its actions do not.</summary>
    public bool Commits { get; init; }

    /// <summary>The action phase cannot even read the list of actions and fails with this code; 0 otherwise.</summary>
    public int ActionListError { get; init; }

    /// <summary>The contract threw: nothing lasts. An external message is not accepted.</summary>
    public static ContractOutcome Thrown(int exitCode, bool accepted = false) => new(accepted, exitCode, null, []);

    public static ContractOutcome Done(Cell data, params IReadOnlyList<OutAction> actions) => new(true, 0, data, actions);
}
