using Cocoon.Core.Money;

namespace Cocoon.Simulation.Chain.Machine;

/// <summary>What a message did to an account.</summary>
/// <param name="Accepted">False for an external message that the account refused: then nothing happened at all.</param>
/// <param name="After">The account after it.</param>
/// <param name="ExitCode">Exit code of the contract; 0 when it did not run.</param>
/// <param name="ComputeSucceeded">It ran and ended well.</param>
/// <param name="ActionCode">Result code of the action phase; 0 when all was sent, and when there was no such phase.</param>
/// <param name="Out">The messages sent, a bounce included.</param>
/// <param name="Fees">Import, rent, gas, fines and the sending side of the forward fees.</param>
/// <param name="Rent">The part of <paramref name="Fees"/> that is rent.</param>
/// <param name="GasUsed">Gas that the contract used.</param>
public sealed record Execution(
    bool Accepted, ChainAccount After, int ExitCode, bool ComputeSucceeded, int ActionCode, IReadOnlyList<ChainMessage> Out, Nano Fees, Nano Rent, ulong GasUsed)
{
    public bool Succeeded => ComputeSucceeded && ActionCode == 0;
}
