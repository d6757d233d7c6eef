using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.RaTls.Certificates;

/// <summary>
/// Whether a certificate is signed by its own key. TLS has proven already that the peer holds the key and meant this
/// certificate, so this is asked once for each new evidence, not in each handshake.
/// </summary>
internal static class SelfSignature
{
    private const string EcdsaWithSha256 = "1.2.840.10045.4.3.2";

    public static bool Holds(ReadOnlyMemory<byte> encoded)
    {
        try
        {
            var reader = new AsnReader(encoded, AsnEncodingRules.DER).ReadSequence();
            var signed = reader.ReadEncodedValue();
            if (reader.ReadSequence().ReadObjectIdentifier() != EcdsaWithSha256) return false;
            var signature = reader.ReadBitString(out var unused);
            if (unused != 0 || reader.HasData) return false;
            using var certificate = X509CertificateLoader.LoadCertificate(encoded.Span);
            using var key = certificate.GetECDsaPublicKey();
            return key is not null && key.VerifyData(signed.Span, signature, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (Exception e) when (e is CryptographicException or AsnContentException)
        {
            return false;
        }
    }
}
