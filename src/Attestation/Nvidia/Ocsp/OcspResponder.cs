using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.Nvidia.Chains;

namespace Cocoon.Attestation.Nvidia.Ocsp;

/// <summary>
/// Whether an OCSP answer comes from who may give it: the certificate's issuer, or a responder whose certificate came along, is for
/// OCSP signing, and was signed by the issuer or an authority above it (RFC 6960, section 4.2.2.2; those above could replace
/// the issuer anyway, and NVIDIA's verifier accepts them).
/// </summary>
internal static class OcspResponder
{
    private const string OcspSigningOid = "1.3.6.1.5.5.7.3.9";

    /// <param name="answer">The answer.</param>
    /// <param name="authorities">A good chain from the issuer upwards.</param>
    /// <param name="at">Time of the verdict.</param>
    /// <param name="window">When the signing certificate is valid.</param>
    public static bool Signed(OcspAnswer answer, IReadOnlyList<ChainLink> authorities, DateTimeOffset at, out ValidityWindow window)
    {
        window = new ValidityWindow(DateTimeOffset.MinValue, DateTimeOffset.MaxValue);
        if (answer.IsSignedBy(authorities[0].Key)) return true;
        foreach (var der in answer.Certificates)
            if (IsDelegate(der, answer, authorities, at, out window)) return true;
        return false;
    }

    private static bool IsDelegate(byte[] der, OcspAnswer answer, IReadOnlyList<ChainLink> authorities, DateTimeOffset at, out ValidityWindow window)
    {
        window = default;
        try
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der);
            window = ValidityWindow.Of([certificate]);
            if (!window.Check(at).IsNone || !IsForOcsp(certificate)) return false;
            using var key = P384Key.TryCreate(certificate);
            return key is not null && answer.IsSignedBy(key)
                && authorities.Any(authority => certificate.IssuerName.RawData.AsSpan().SequenceEqual(authority.Subject) && P384Signature.Holds(der, authority.Key));
        }
        catch (CryptographicException)
        {
            return false;
        }
    }

    private static bool IsForOcsp(X509Certificate2 certificate)
    {
        var uses = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().SelectMany(extension => extension.EnhancedKeyUsages.Cast<Oid>());
        return uses.Any(use => use.Value == OcspSigningOid);
    }
}
