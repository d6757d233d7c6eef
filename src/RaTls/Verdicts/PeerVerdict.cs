using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Crypto;

namespace Cocoon.RaTls.Verdicts;

/// <summary>The verdict on a peer.</summary>
/// <param name="Failure">None when it is accepted.</param>
/// <param name="Detail">More about the failure, for people.</param>
/// <param name="Result">The verdict behind it; null when it did not come so far.</param>
/// <param name="ReceivedAt">When this evidence first came.</param>
/// <param name="NotAfter">It counts for nothing from then on.</param>
public sealed record PeerVerdict(AttestationFailure Failure, string Detail, AppraisalResult? Result, DateTimeOffset ReceivedAt, DateTimeOffset NotAfter)
{
    public bool IsAccepted => Failure == AttestationFailure.None;

    /// <summary>Hash of the appraisal; empty unless accepted.</summary>
    public HexBytes AppraisalHash { get; } = Failure == AttestationFailure.None && Result is not null ? Result.ToAppraisal().Hash : default;
}
