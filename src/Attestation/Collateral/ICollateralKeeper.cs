using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Collateral;

/// <summary>Has the vendors' documents at hand, or gets them. Thread-safe.</summary>
public interface ICollateralKeeper
{
    /// <summary>
    /// The documents that evidence needs, as far as they can be had; what is missing is named by the verdict. Never throws for
    /// a source that fails.
    /// </summary>
    Task<CollateralSnapshot> For(EvidenceBundle bundle, DateTimeOffset at, CancellationToken cancellationToken = default);
}
