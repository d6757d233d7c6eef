using Cocoon.Attestation.Collateral;
using Cocoon.Attestation.Evidence;
using Cocoon.Attestation.Policy;

namespace Cocoon.Attestation.Appraisals;

/// <summary>Gathers what a verdict needs and leaves the verdict to <see cref="MachineAppraiser"/>.</summary>
public sealed class MachineVerifier(MachineAppraiser appraiser, ICollateralKeeper collateral, IPolicySource policies, IEpochSource epochs) : IMachineVerifier
{
    public async Task<AppraisalResult> Appraise(EvidenceBundle bundle, BindingExpectation expected, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        var policy = await policies.Current(cancellationToken);
        var epoch = bundle.EpochSeqno == 0 ? null : await epochs.Find(bundle.EpochSeqno, cancellationToken);
        var snapshot = await collateral.For(bundle, at, cancellationToken);
        return appraiser.Appraise(bundle, expected with { Epoch = epoch }, snapshot, policy, at);
    }
}
