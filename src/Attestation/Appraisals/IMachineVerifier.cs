using Cocoon.Attestation.Evidence;

namespace Cocoon.Attestation.Appraisals;

/// <summary>
/// Appraises machines by what is in force now: the policy, the vendors' collateral and the chain's blocks are fetched where
/// they are not at hand. Thread-safe.
/// </summary>
public interface IMachineVerifier
{
    /// <param name="bundle">What the machine shows. Nothing in it is trusted.</param>
    /// <param name="expected">What it must be bound to; its epoch is looked up here.</param>
    /// <param name="at">Time of the verdict.</param>
    /// <param name="cancellationToken">Ends waiting for collateral or the chain.</param>
    Task<AppraisalResult> Appraise(EvidenceBundle bundle, BindingExpectation expected, DateTimeOffset at, CancellationToken cancellationToken = default);
}
