using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Certificates;

/// <summary>Why something was not accepted; the default is that it was.</summary>
internal readonly record struct Refusal(AttestationFailure Failure, string Detail)
{
    public bool IsNone => Failure == AttestationFailure.None;
}
