using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.RaTls.Certificates;

/// <summary>
/// Our own walk over a certificate's extensions: .NET reports an unknown critical extension beside the untrusted root, and a
/// callback that accepts the one accepts the other.
/// </summary>
internal static class CertificateExtensions
{
    /// <summary>Longest evidence extension: a TLS certificate list ends at about 100 KB.</summary>
    public const int MaxEvidenceBytes = 96 * 1024;

    /// <param name="certificate">Any certificate.</param>
    /// <param name="evidenceOid">The extension that must be there exactly once.</param>
    /// <param name="known">The others that may be critical.</param>
    /// <param name="evidence">Its value.</param>
    public static AttestationFailure Read(X509Certificate2 certificate, string evidenceOid, ReadOnlySpan<string> known, out ReadOnlyMemory<byte> evidence)
    {
        evidence = default;
        var found = false;
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == evidenceOid)
            {
                if (found) return AttestationFailure.EvidenceExtensionTwice;
                found = true;
                evidence = extension.RawData;
            }
            else if (extension.Critical && !known.Contains(extension.Oid?.Value))
            {
                return AttestationFailure.UnknownCriticalExtension;
            }
        }
        if (!found) return AttestationFailure.EvidenceExtensionMissing;
        return evidence.Length > MaxEvidenceBytes ? AttestationFailure.EvidenceTooLarge : AttestationFailure.None;
    }
}
