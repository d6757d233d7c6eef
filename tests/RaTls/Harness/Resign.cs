using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.RaTls.Tests.Harness;

/// <summary>Makes certificates that CertificateRequest refuses to make.</summary>
internal static class Resign
{
    public static X509Certificate2 Replace(X509Certificate2 certificate, ECDsa signer, byte[] piece, byte[] replacement, ECDsa? key = null)
    {
        replacement.Should().HaveSameCount(piece);
        var reader = new AsnReader(certificate.RawData, AsnEncodingRules.DER).ReadSequence();
        var signed = reader.ReadEncodedValue().ToArray();
        var algorithm = reader.ReadEncodedValue();
        var at = signed.AsSpan().IndexOf(piece);
        at.Should().BePositive("the piece must be there");
        replacement.CopyTo(signed, at);

        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteEncodedValue(signed);
            writer.WriteEncodedValue(algorithm.Span);
            writer.WriteBitString(signer.SignData(signed, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }
        using var bare = X509CertificateLoader.LoadCertificate(writer.Encode());
        return bare.CopyWithPrivateKey(key ?? signer);
    }
}
