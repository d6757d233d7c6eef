namespace Cocoon.Simulation.Chain.Machine;

/// <summary>
/// A contract's compute phase in C#: a pure function, checked message by message against the compiled contract (tests/Simulation/Chain).
/// </summary>
public interface IContractModel
{
    /// <summary>What people call it.</summary>
    string Name { get; }

    ContractOutcome Run(ContractCall call);
}
