using Cocoon.Attestation.Evidence;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Appraisals;

/// <summary>What evidence that is cryptographically valid says. Each kind of evidence has its own record of it.</summary>
/// <param name="Kind">Kind of evidence.</param>
/// <param name="ReportData">What the machine asked the hardware to sign along: 64 bytes, or the 32-byte nonce of a GPU.</param>
/// <param name="SignedHash">SHA-256 of the signed bytes and the leaf key; equal for two encodings of the same evidence.</param>
public abstract record EvidenceClaims(EvidenceKind Kind, HexBytes ReportData, HexBytes SignedHash)
{
    /// <summary>Names and values in a fixed order: what the claims hash covers and what people are shown.</summary>
    public abstract IEnumerable<KeyValuePair<string, string>> Values();

    /// <summary>What names this very chip, device or platform in lists of revoked hardware.</summary>
    public abstract string HardwareId { get; }
}
