using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>A root of our own with Intel's names, the authorities below it, and what they issue.</summary>
internal sealed class IntelLikeAuthority : IDisposable
{
    public const string PlatformName = "Intel SGX PCK Platform CA";
    public const string ProcessorName = "Intel SGX PCK Processor CA";

    public IntelLikeAuthority()
    {
        Root = Issue("Intel SGX Root CA", null, isAuthority: true, Begin, Begin.AddYears(30));
        Platform = Issue(PlatformName, Root, isAuthority: true, Begin, Begin.AddYears(15));
        Processor = Issue(ProcessorName, Root, isAuthority: true, Begin, Begin.AddYears(15));
        TcbSigner = Issue("Intel SGX TCB Signing", Root, isAuthority: false, Begin, Begin.AddYears(7));
        Pin = new RootPin(new HexBytes(SHA256.HashData(Root.PublicKey.ExportSubjectPublicKeyInfo())), AttestationFailure.RootNotPinned);
    }

    /// <summary>When all that it issues begins, a year before <see cref="Now"/>.</summary>
    public static DateTimeOffset Begin { get; } = new(2025, 6, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>A time at which all that it issues counts.</summary>
    public static DateTimeOffset Now { get; } = new(2026, 6, 1, 0, 0, 0, TimeSpan.Zero);

    public X509Certificate2 Root { get; }

    public X509Certificate2 Platform { get; }

    public X509Certificate2 Processor { get; }

    public X509Certificate2 TcbSigner { get; }

    public RootPin Pin { get; }

    /// <summary>A certificate with a key of its own; its own issuer when none is given.</summary>
    public static X509Certificate2 Issue(
        string name, X509Certificate2? issuer, bool isAuthority, DateTimeOffset notBefore, DateTimeOffset notAfter, byte[]? sgxExtension = null, ECCurve? curve = null)
    {
        using var key = ECDsa.Create(curve ?? ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}, O=Intel Corporation, L=Santa Clara, S=CA, C=US", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(isAuthority, hasPathLengthConstraint: false, 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(isAuthority ? X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign : X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        if (sgxExtension is not null) request.CertificateExtensions.Add(new X509Extension("1.2.840.113741.1.13.1", sgxExtension, critical: false));
        if (issuer is null) return request.CreateSelfSigned(notBefore, notAfter);
        // By name and key, since the framework refuses to issue from a certificate that is no authority, and a test wants to.
        using var issuerKey = issuer.GetECDsaPrivateKey()!;
        using var issued = request.Create(issuer.SubjectName, X509SignatureGenerator.CreateForECDsa(issuerKey), notBefore, notAfter, RandomNumberGenerator.GetBytes(12));
        return issued.CopyWithPrivateKey(key);
    }

    /// <param name="issuer">Whose list it is.</param>
    /// <param name="revoked">Certificates in it.</param>
    /// <param name="number">Its number.</param>
    /// <param name="thisUpdate">When it begins; a day before <see cref="Now"/> unless given.</param>
    public static byte[] Crl(X509Certificate2 issuer, IEnumerable<X509Certificate2>? revoked = null, int number = 5, DateTimeOffset? thisUpdate = null)
    {
        var list = new CertificateRevocationListBuilder();
        foreach (var certificate in revoked ?? []) list.AddEntry(certificate.SerialNumberBytes.Span, Now.AddDays(-2));
        var begin = thisUpdate ?? Now.AddDays(-1);
        return list.Build(issuer, number, begin.AddDays(30), HashAlgorithmName.SHA256, thisUpdate: begin);
    }

    public void Dispose()
    {
        foreach (var certificate in new[] { Root, Platform, Processor, TcbSigner }) certificate.Dispose();
    }
}
