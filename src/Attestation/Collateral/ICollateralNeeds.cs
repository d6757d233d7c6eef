using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Collateral;

/// <summary>Tells which documents evidence of one kind needs. Never throws for any input. Thread-safe.</summary>
public interface ICollateralNeeds
{
    EvidenceKind Kind { get; }

    /// <param name="evidence">Nothing in it is trusted; whatever makes others fetch should be checked as far as it can be.</param>
    /// <param name="at">Time of the verdict.</param>
    IEnumerable<CollateralNeed> Of(MachineEvidence evidence, DateTimeOffset at);

    /// <summary>What a document needs in its turn, such as answers about those who signed it.</summary>
    /// <param name="item">A document that was found.</param>
    /// <param name="at">Time of the verdict.</param>
    IEnumerable<CollateralNeed> After(CollateralItem item, DateTimeOffset at) => [];
}
