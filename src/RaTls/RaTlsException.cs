using Cocoon.Attestation.Appraisals;

namespace Cocoon.RaTls;

/// <summary>An attested connection did not come about, or ended because its peer is no longer accepted.</summary>
/// <param name="failure">Why.</param>
/// <param name="detail">What was found, for people; holds no secret.</param>
/// <param name="inner">What went wrong below, where something did.</param>
public sealed class RaTlsException(AttestationFailure failure, string detail, Exception? inner = null)
    : IOException($"No attested connection ({failure}): {detail}", inner)
{
    public AttestationFailure Failure { get; } = failure;
}
