using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;

namespace Cocoon.Attestation.SevSnp;

/// <summary>
/// A chain from a VCEK or VLEK to AMD's root that has been verified at some time within the dates of all its certificates,
/// and so holds at each of these times. Owns native handles; thread-safe, also against being disposed of while in use.
/// </summary>
internal sealed class SnpChain : IDisposable
{
    private const string RsaPss = "1.2.840.113549.1.1.10";
    private const int KeyBits = 384;

    private readonly Lock _gate = new();
    private readonly ECDsa _key;
    private bool _isDisposed;

    private SnpChain(IReadOnlyList<X509Certificate2> chain, SnpLeaf leaf, ECDsa key)
    {
        _key = key;
        Leaf = leaf;
        Authority = chain[1].RawData;
        Root = chain[2].RawData;
        KeyHash = SHA256.HashData(chain[0].PublicKey.ExportSubjectPublicKeyInfo());
        LeafNotAfter = chain[0].NotAfter.ToUniversalTime();
        NotBefore = chain.Max(certificate => certificate.NotBefore.ToUniversalTime());
        NotAfter = chain.Min(certificate => certificate.NotAfter.ToUniversalTime());
    }

    public SnpLeaf Leaf { get; }

    /// <summary>The ASK or ASVK, DER.</summary>
    public byte[] Authority { get; }

    /// <summary>The ARK, DER.</summary>
    public byte[] Root { get; }

    /// <summary>SHA-256 of the leaf's SubjectPublicKeyInfo.</summary>
    public byte[] KeyHash { get; }

    public DateTimeOffset LeafNotAfter { get; }

    public DateTimeOffset NotBefore { get; }

    public DateTimeOffset NotAfter { get; }

    /// <summary>Checks the chain, given in any order. Never throws.</summary>
    /// <returns>Null, with failure and detail, when it does not hold at that time.</returns>
    public static SnpChain? TryLoad(
        IReadOnlyList<ReadOnlyMemory<byte>> certificates, IReadOnlyDictionary<SnpProduct, RootPin> roots, DateTimeOffset at, out AttestationFailure failure, out string detail)
    {
        var loaded = new List<X509Certificate2>();
        try
        {
            foreach (var der in certificates) loaded.Add(X509CertificateLoader.LoadCertificate(der.Span));
            (failure, detail) = Check(loaded, roots, at, out var chain);
            return chain;
        }
        catch (CryptographicException e)
        {
            (failure, detail) = (AttestationFailure.VcekChain, $"A certificate cannot be read: {e.Message}");
            return null;
        }
        finally
        {
            foreach (var certificate in loaded) certificate.Dispose();
        }
    }

    /// <summary>Checks a signature by the leaf's key.</summary>
    /// <returns>Null when the chain was disposed of meanwhile: load it anew.</returns>
    public bool? Verify(ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        lock (_gate) return _isDisposed ? null : _key.VerifyData(signed, signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            _key.Dispose();
        }
    }

    private static (AttestationFailure, string) Check(
        List<X509Certificate2> certificates, IReadOnlyDictionary<SnpProduct, RootPin> roots, DateTimeOffset at, out SnpChain? verified)
    {
        verified = null;
        if (Order(certificates) is not { } chain)
            return (AttestationFailure.VcekChain, "The chain must be one VCEK or VLEK, one authority (ASK or ASVK) and one root (ARK).");
        if (SnpLeaf.TryRead(chain[0], out var reason) is not { } leaf) return (AttestationFailure.VcekChain, reason);
        if (chain.Any(certificate => certificate.SignatureAlgorithm.Value != RsaPss)) return (AttestationFailure.VcekChain, "A certificate is not signed by RSA-PSS.");
        if (!roots.TryGetValue(leaf.Product, out var pin)) return (AttestationFailure.ArkNotPinned, $"No root is known for {leaf.Product}.");
        var failure = CertificatePath.Check(chain, pin, at, AttestationFailure.VcekChain);
        if (failure != AttestationFailure.None) return (failure, Explain(failure, chain, leaf));
        var key = chain[0].GetECDsaPublicKey();
        if (key is not { KeySize: KeyBits })
        {
            key?.Dispose();
            return (AttestationFailure.VcekChain, "The leaf's key is not of P-384.");
        }
        verified = new SnpChain(chain, leaf, key);
        return (AttestationFailure.None, "");
    }

    private static X509Certificate2[]? Order(List<X509Certificate2> certificates)
    {
        if (certificates.Count != SnpCertificates.Max) return null;
        var leaf = certificates.Find(SnpLeaf.IsLeaf);
        var root = certificates.Find(certificate => certificate != leaf && certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData));
        var authority = certificates.Find(certificate => certificate != leaf && certificate != root);
        return leaf is null || root is null || authority is null ? null : [leaf, authority, root];
    }

    private static string Explain(AttestationFailure failure, X509Certificate2[] chain, SnpLeaf leaf) => failure switch
    {
        AttestationFailure.ArkNotPinned => $"The root is not AMD's for {leaf.Product}.",
        AttestationFailure.CertificateExpired => $"The {(leaf.ChipId is null ? "VLEK" : "VCEK")} ends {chain[0].NotAfter.ToUniversalTime():u}, its authority {chain[1].NotAfter.ToUniversalTime():u}. Fetch a new one.",
        AttestationFailure.CertificateNotYetValid => $"The leaf begins {chain[0].NotBefore.ToUniversalTime():u}.",
        _ => $"The certificate of {leaf.Product} is not signed by the authority and root shown.",
    };
}
