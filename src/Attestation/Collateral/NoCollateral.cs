using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Collateral;

/// <summary>For markets that take simulated evidence only, which needs none.</summary>
public sealed class NoCollateral : ICollateralKeeper
{
    public Task<CollateralSnapshot> For(EvidenceBundle bundle, DateTimeOffset at, CancellationToken cancellationToken = default) =>
        Task.FromResult(CollateralSnapshot.Empty);
}
