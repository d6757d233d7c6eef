using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Cocoon.Attestation.Nvidia.Chains;

/// <summary>Checks the signature of one certificate by itself, dates and names apart.</summary>
internal static class P384Signature
{
    private const string EcdsaWithSha384 = "1.2.840.10045.4.3.3";

    /// <returns>Whether <paramref name="issuer"/> signed the certificate. Never throws.</returns>
    public static bool Holds(ReadOnlyMemory<byte> certificate, P384Key issuer)
    {
        try
        {
            var parts = new AsnReader(certificate, AsnEncodingRules.DER).ReadSequence();
            var signed = parts.ReadEncodedValue();
            var algorithm = parts.ReadSequence().ReadObjectIdentifier();
            var signature = parts.ReadBitString(out var unused);
            return unused == 0 && algorithm == EcdsaWithSha384 && issuer.Verify(signed.Span, signature, DSASignatureFormat.Rfc3279DerSequence);
        }
        catch (AsnContentException)
        {
            return false;
        }
    }
}
