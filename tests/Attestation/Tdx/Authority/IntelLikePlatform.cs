using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>A platform with a PCK of an authority of ours, and a quoting enclave with an attestation key.</summary>
internal sealed class IntelLikePlatform : IDisposable
{
    private readonly IntelLikeAuthority _authority;

    public IntelLikePlatform(IntelLikeAuthority authority, byte[]? extension = null, X509Certificate2? issuer = null, ECCurve? curve = null, bool isAuthority = false)
    {
        _authority = authority;
        Issuer = issuer ?? authority.Platform;
        Pck = IntelLikeAuthority.Issue("Intel SGX PCK Certificate", Issuer, isAuthority, IntelLikeAuthority.Begin, IntelLikeAuthority.Begin.AddYears(7), extension ?? new SgxExtensionBuilder().Build(), curve);
        AttestationKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    }

    public X509Certificate2 Issuer { get; }

    public X509Certificate2 Pck { get; }

    public ECDsa AttestationKey { get; }

    /// <summary>Leaf, intermediate, root, as quotes have them.</summary>
    public X509Certificate2[] Chain => [Pck, Issuer, _authority.Root];

    public string Pem => string.Concat(Chain.Select(certificate => certificate.ExportCertificatePem() + "\n"));

    /// <summary>x and y of the attestation key.</summary>
    public byte[] AttestationPoint() => AttestationKey.ExportParameters(includePrivateParameters: false) is { Q: { X: { } x, Y: { } y } } ? [.. x, .. y] : throw new InvalidOperationException("The key has no point.");

    public byte[] SignWithPck(byte[] data)
    {
        using var key = Pck.GetECDsaPrivateKey()!;
        return key.SignData(data, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose()
    {
        Pck.Dispose();
        AttestationKey.Dispose();
    }
}
