using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.SevSnp;

namespace Cocoon.Fuzz.Tests.Targets;

/// <summary>VCEK and VLEK certificates with AMD's extensions, as any provider may send them along. No chain of them is AMD's.</summary>
internal sealed class SnpCertificateTarget : FuzzTarget
{
    private const string Prefix = "1.3.6.1.4.1.3704.1.";

    // What the platform's certificate reader allocates is not ours to bound tightly.
    public override int Cost => 10;

    public override IReadOnlyList<byte[]> Seeds => field ??= [Leaf("Milan-B0", 64), Leaf("Turin-B0", 8), [.. Leaf("Genoa", 64), .. Leaf("Genoa", 64), .. Leaf("Genoa", 64)]];

    public override void Read(byte[] input)
    {
        if (!SnpCertificates.TrySplit(input, out var certificates)) return;
        (SnpChain.TryLoad(certificates, SnpRoots.Amd, DateTimeOffset.UnixEpoch, out _, out _) is null).Should().BeTrue();
        foreach (var der in certificates)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(der.Span);
            if (SnpLeaf.TryRead(certificate, out var reason) is null) reason.Should().NotBeEmpty();
        }
    }

    /// <summary>The platform's reader refuses in this way, which <see cref="SnpChain"/> catches.</summary>
    public override bool IsRefusal(Exception exception) => exception is CryptographicException;

    private static byte[] Leaf(string product, int chipIdBytes)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        var request = new CertificateRequest("CN=SEV-VCEK", key, HashAlgorithmName.SHA384);
        request.CertificateExtensions.Add(new X509Extension(Prefix + "2", Encoded(writer => writer.WriteCharacterString(UniversalTagNumber.IA5String, product)), critical: false));
        foreach (var part in (string[])["3.1", "3.2", "3.3", "3.8", "3.9"])
            request.CertificateExtensions.Add(new X509Extension(Prefix + part, Encoded(writer => writer.WriteInteger(4)), critical: false));
        request.CertificateExtensions.Add(new X509Extension(Prefix + "4", new byte[chipIdBytes], critical: false));
        using var leaf = request.CreateSelfSigned(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddYears(7));
        return leaf.RawData;
    }

    private static byte[] Encoded(Action<AsnWriter> write)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        write(writer);
        return writer.Encode();
    }
}
