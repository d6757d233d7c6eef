using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Cocoon.Attestation.Tests.Nvidia.Authority;

/// <summary>A certificate on P-384 and its key.</summary>
internal sealed record GpuIdentity(X509Certificate2 Certificate, ECDsa Key)
{
    public static DateTimeOffset Forever { get; } = new(9999, 12, 31, 23, 59, 59, TimeSpan.Zero);

    public string Pem => Certificate.ExportCertificatePem() + "\n";

    /// <summary>A root, when there is no issuer.</summary>
    public static GpuIdentity Create(
        string name, GpuIdentity? issuer, bool isAuthority, DateTimeOffset from, DateTimeOffset until, ECCurve? curve = null, params IEnumerable<X509Extension> extensions)
    {
        var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest($"O=Test, CN={name}", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, false, 0, true));
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        if (issuer is null) return new GpuIdentity(request.CreateSelfSigned(from, until), key);
        var generator = X509SignatureGenerator.CreateForECDsa(issuer.Key);
        return new GpuIdentity(request.Create(issuer.Certificate.SubjectName, generator, from, until, RandomNumberGenerator.GetBytes(16)), key);
    }

    /// <summary>The composite device id of Hopper: version, a key, and the firmware's hash.</summary>
    public static X509Extension CompositeDevice(byte[] firmwareId)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteInteger(1);
            using (writer.PushSequence()) writer.WriteNull();
            WriteFirmware(writer, firmwareId);
        }
        return new X509Extension("2.23.133.5.4.1", writer.Encode(), critical: false);
    }

    /// <summary>The TCB info of Blackwell: vendor, layer, firmware ids and operational flags.</summary>
    public static X509Extension TcbInfo(byte[] firmwareId, byte flags)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        using (writer.PushSequence())
        {
            writer.WriteOctetString(Encoding.ASCII.GetBytes("TEST"), new Asn1Tag(TagClass.ContextSpecific, 0));
            using (writer.PushSequence(new Asn1Tag(TagClass.ContextSpecific, 6)))
            {
                WriteFirmware(writer, firmwareId);
                WriteFirmware(writer, new byte[48]);
            }
            writer.WriteBitString([flags, 0, 0, 0], 0, new Asn1Tag(TagClass.ContextSpecific, 7));
        }
        return new X509Extension("2.23.133.5.4.1.1", writer.Encode(), critical: false);
    }

    private static void WriteFirmware(AsnWriter writer, byte[] firmwareId)
    {
        using (writer.PushSequence())
        {
            writer.WriteObjectIdentifier("2.16.840.1.101.3.4.2.2");
            writer.WriteOctetString(firmwareId);
        }
    }
}
