using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;

namespace Cocoon.Attestation.Tests.Verdicts;

/// <summary>Policy, collateral and blocks as a test sets them.</summary>
internal sealed class SettableSources(PolicyDocument policy) : IPolicySource, ICollateralKeeper, IEpochSource
{
    public PolicyDocument Policy { get; set; } = policy;

    public CollateralSnapshot Collateral { get; set; } = CollateralSnapshot.Empty;

    public Epoch? Block { get; set; }

    public Task<PolicyDocument> Current(CancellationToken cancellationToken = default) => Task.FromResult(Policy);

    public Task<CollateralSnapshot> For(EvidenceBundle bundle, DateTimeOffset at, CancellationToken cancellationToken = default) => Task.FromResult(Collateral);

    public Task<Epoch> Latest(CancellationToken cancellationToken = default) => Task.FromResult(Block ?? throw new InvalidOperationException("The test has no block."));

    public Task<Epoch?> Find(uint seqno, CancellationToken cancellationToken = default) => Task.FromResult(Block?.Seqno == seqno ? Block : null);
}
