using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Certificates;

/// <summary>When all certificates of a chain are valid. The end does not belong to it: the platform's chain builder, too, refuses a
/// certificate in the second of its end.</summary>
internal readonly record struct ValidityWindow(DateTimeOffset NotBefore, DateTimeOffset NotAfter)
{
    public static ValidityWindow Of(IReadOnlyList<X509Certificate2> chain) => new(
        chain.Max(certificate => new DateTimeOffset(certificate.NotBefore.ToUniversalTime())),
        chain.Min(certificate => new DateTimeOffset(certificate.NotAfter.ToUniversalTime())));

    public Refusal Check(DateTimeOffset at)
    {
        if (at >= NotAfter) return new Refusal(AttestationFailure.CertificateExpired, $"A certificate ended at {NotAfter:u}.");
        return at < NotBefore ? new Refusal(AttestationFailure.CertificateNotYetValid, $"A certificate begins at {NotBefore:u}.") : default;
    }
}
