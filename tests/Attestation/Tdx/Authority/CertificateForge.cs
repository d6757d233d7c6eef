using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>Certificates that the framework refuses to make, signed as they then stand.</summary>
internal static class CertificateForge
{
    private static readonly Asn1Tag Extensions = new(TagClass.ContextSpecific, 3);

    /// <summary>The same certificate with one extension twice.</summary>
    public static X509Certificate2 WithTwice(X509Certificate2 certificate, X509Certificate2 issuer, string oid)
    {
        var body = new AsnReader(certificate.RawDataMemory, AsnEncodingRules.DER).ReadSequence().ReadSequence();
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            while (!body.PeekTag().HasSameClassAndValue(Extensions)) writer.WriteEncodedValue(body.ReadEncodedValue().Span);
            using (writer.PushSequence(Extensions))
            using (writer.PushSequence())
            {
                for (var list = body.ReadSequence(Extensions).ReadSequence(); list.HasData;)
                {
                    var extension = list.ReadEncodedValue();
                    writer.WriteEncodedValue(extension.Span);
                    if (new AsnReader(extension, AsnEncodingRules.DER).ReadSequence().ReadObjectIdentifier() == oid) writer.WriteEncodedValue(extension.Span);
                }
            }
        }
        return Sign(writer.Encode(), issuer);
    }

    private static X509Certificate2 Sign(byte[] body, X509Certificate2 issuer)
    {
        using var key = issuer.GetECDsaPrivateKey()!;
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(body);
            using (writer.PushSequence()) writer.WriteObjectIdentifier("1.2.840.10045.4.3.2");
            writer.WriteBitString(key.SignData(body, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
        return X509CertificateLoader.LoadCertificate(writer.Encode());
    }
}
