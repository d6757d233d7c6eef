using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.Certificates;

/// <summary>Checks the signature of one certificate by itself (ECDSA on P-256), dates and names apart.</summary>
internal static class CertificateSignature
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    /// <returns>Whether <paramref name="issuer"/>'s key signed <paramref name="certificate"/>. Never throws.</returns>
    public static bool Verify(X509Certificate2 certificate, X509Certificate2 issuer)
    {
        try
        {
            var parts = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence();
            var signed = parts.ReadEncodedValue();
            var algorithm = parts.ReadSequence().ReadObjectIdentifier();
            var signature = parts.ReadBitString(out var unused);
            using var key = VerifyingKey.TryCreate(issuer);
            return key is not null && unused == 0 && algorithm == EcdsaWithSha256 && key.Verify(signed.Span, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
