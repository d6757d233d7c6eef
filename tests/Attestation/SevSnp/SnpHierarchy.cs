using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Attestation.SevSnp;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.SevSnp;

/// <summary>Authorities like AMD's: a root (ARK), one authority for VCEKs (ASK) and one for VLEKs (ASVK). Keys of RSA-4096 are slow to make, so the tests share them.</summary>
internal sealed class SnpHierarchy : IDisposable
{
    private const string AmdPrefix = "1.3.6.1.4.1.3704.1.";
    private static readonly Lazy<SnpHierarchy> TheOne = new(() => new SnpHierarchy("Test", 4096));
    private static readonly Lazy<SnpHierarchy> TheOther = new(() => new SnpHierarchy("Test", 2048));

    private readonly RSA _arkKey;
    private readonly RSA _askKey;
    private readonly RSA _asvkKey;

    private SnpHierarchy(string name, int bits)
    {
        (_arkKey, _askKey, _asvkKey) = (RSA.Create(bits), RSA.Create(bits), RSA.Create(bits));
        using var self = Request($"CN=ARK-{name}", _arkKey).CreateSelfSigned(From, Until);
        Ark = X509CertificateLoader.LoadCertificate(self.RawDataMemory.Span);
        Ask = Authority($"CN=SEV-{name}", _askKey, 1);
        Asvk = Authority($"CN=SEV-VLEK-{name}", _asvkKey, 2);
    }

    /// <summary>The hierarchy that test verifiers trust.</summary>
    public static SnpHierarchy Shared => TheOne.Value;

    /// <summary>One with the same names and other keys, as an attacker would make.</summary>
    public static SnpHierarchy Impostor => TheOther.Value;

    public static DateTimeOffset From { get; } = new(2024, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static DateTimeOffset Until { get; } = new(2034, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public X509Certificate2 Ark { get; }

    public X509Certificate2 Ask { get; }

    public X509Certificate2 Asvk { get; }

    public SnpVerifier Verifier(int cachedChains = SnpVerifier.DefaultCachedChains)
    {
        var pin = new RootPin(new HexBytes(SHA256.HashData(Ark.PublicKey.ExportSubjectPublicKeyInfo())), AttestationFailure.ArkNotPinned);
        return new SnpVerifier(Enum.GetValues<SnpProduct>().ToDictionary(product => product, _ => pin), cachedChains);
    }

    /// <summary>A certificate for a chip's key; extensions can be changed before it is signed.</summary>
    public byte[] Leaf(SnpProduct product, SnpTcb tcb, byte[]? chipId, ECDsa key, Action<List<X509Extension>>? change = null, DateTimeOffset? until = null)
    {
        var request = new CertificateRequest(chipId is null ? "CN=SEV-VLEK" : "CN=SEV-VCEK", key, HashAlgorithmName.SHA384);
        var extensions = Extensions(product, tcb, chipId);
        change?.Invoke(extensions);
        foreach (var extension in extensions) request.CertificateExtensions.Add(extension);
        var (authority, authorityKey) = chipId is null ? (Asvk, _asvkKey) : (Ask, _askKey);
        using var leaf = request.Create(authority.SubjectName, X509SignatureGenerator.CreateForRSA(authorityKey, RSASignaturePadding.Pss), From, until ?? Until, [0]);
        return leaf.RawData;
    }

    public byte[] Authorities(bool vlek = false) => [.. (vlek ? Asvk : Ask).RawDataMemory.Span, .. Ark.RawDataMemory.Span];

    /// <summary>A revocation list of the root.</summary>
    public byte[] Crl(DateTimeOffset from, DateTimeOffset until, params X509Certificate2[] revoked)
    {
        var builder = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked) builder.AddEntry(certificate, from);
        using var issuer = Ark.CopyWithPrivateKey(_arkKey);
        return builder.Build(issuer, 7, until, HashAlgorithmName.SHA384, RSASignaturePadding.Pss, from);
    }

    public static X509Extension Number(string oid, int value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteInteger(value);
        return new X509Extension(AmdPrefix + oid, writer.Encode(), critical: false);
    }

    public static X509Extension Text(string oid, string value)
    {
        var writer = new AsnWriter(AsnEncodingRules.DER);
        writer.WriteCharacterString(UniversalTagNumber.IA5String, value);
        return new X509Extension(AmdPrefix + oid, writer.Encode(), critical: false);
    }

    public static X509Extension Bytes(string oid, byte[] value) => new(AmdPrefix + oid, value, critical: false);

    public void Dispose()
    {
        foreach (var held in new IDisposable[] { Ark, Ask, Asvk, _arkKey, _askKey, _asvkKey }) held.Dispose();
    }

    private static List<X509Extension> Extensions(SnpProduct product, SnpTcb tcb, byte[]? chipId)
    {
        List<X509Extension> extensions =
        [
            Number("1", 1), Text("2", chipId is null ? product.ToString() : $"{product}-B0"),
            Number("3.1", tcb.BootLoader), Number("3.2", tcb.Tee), Number("3.3", tcb.Snp), Number("3.8", tcb.Microcode),
        ];
        if (product == SnpProduct.Turin) extensions.Add(Number("3.9", tcb.Fmc));
        extensions.Add(chipId is null ? Text("5", "CN=cc-test.example") : Bytes("4", product == SnpProduct.Turin ? chipId[..8] : chipId));
        return extensions;
    }

    private static CertificateRequest Request(string name, RSA key)
    {
        var request = new CertificateRequest(name, key, HashAlgorithmName.SHA384, RSASignaturePadding.Pss);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, false));
        return request;
    }

    private X509Certificate2 Authority(string name, RSA key, byte serial)
    {
        using var made = Request(name, key).Create(Ark.SubjectName, X509SignatureGenerator.CreateForRSA(_arkKey, RSASignaturePadding.Pss), From, Until, [serial]);
        return X509CertificateLoader.LoadCertificate(made.RawDataMemory.Span);
    }
}
