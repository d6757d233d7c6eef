using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Crypto;

namespace Cocoon.RaTls.CocoonProfile;

/// <summary>The verdict on a machine of Telegram's COCOON.</summary>
/// <param name="Failure">None when it is accepted.</param>
/// <param name="Key">Its Ed25519 key, 32 bytes; empty when there is none.</param>
/// <param name="Evidence">The verdict on its quote; null when it did not come so far.</param>
/// <param name="NotAfter">It counts for nothing from then on.</param>
public sealed record CocoonVerdict(AttestationFailure Failure, HexBytes Key, EvidenceAppraisal? Evidence, DateTimeOffset NotAfter)
{
    public bool IsAccepted => Failure == AttestationFailure.None;
}
