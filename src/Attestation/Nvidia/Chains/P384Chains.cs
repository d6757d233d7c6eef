using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Nvidia.Chains;

/// <summary>
/// Checks chains of P-384 certificates up to a pinned root, and keeps those that hold, found by SHA-256 of their DER. All of
/// that is signed, the root by itself, so that strangers cannot make many entries of one chain. Thread-safe.
/// </summary>
/// <param name="pin">The root.</param>
/// <param name="broken">What to call a chain that does not hold together.</param>
/// <param name="capacity">Most chains kept.</param>
internal sealed class P384Chains(RootPin pin, AttestationFailure broken, int capacity)
{
    private readonly BoundedCache<HexBytes, P384Chain> _good = new(capacity);

    public int Count => _good.Count;

    /// <param name="ders">Leaf first, root last.</param>
    /// <param name="at">Time of the verdict.</param>
    /// <param name="chain">The chain; it outlives the cache entry.</param>
    /// <param name="refusal">Why not.</param>
    public bool TryCheck(byte[][] ders, DateTimeOffset at, [NotNullWhen(true)] out P384Chain? chain, out Refusal refusal)
    {
        refusal = default;
        var id = Id(ders);
        if (!_good.TryGet(id, out chain) && !TryCheckCold(id, ders, at, out chain, out refusal)) return false;
        refusal = chain.Window.Check(at);
        return refusal.IsNone;
    }

    private bool TryCheckCold(HexBytes id, byte[][] ders, DateTimeOffset at, [NotNullWhen(true)] out P384Chain? chain, out Refusal refusal)
    {
        chain = null;
        List<X509Certificate2> certificates = [];
        List<ChainLink> links = [];
        try
        {
            foreach (var der in ders) certificates.Add(X509CertificateLoader.LoadCertificate(der));
            refusal = Check(certificates, at);
            if (!refusal.IsNone) return false;
            foreach (var certificate in certificates)
                if (ChainLink.TryRead(certificate) is { } link) links.Add(link);
            // The chain builder trusts the root as given; whoever passes evidence on could otherwise change its signature at will.
            refusal = links.Count < certificates.Count ? Broken("A key of the chain is not on P-384.")
                : !P384Signature.Holds(links[^1].Der, links[^1].Key) ? Broken("The root's own signature does not hold.") : default;
            if (!refusal.IsNone) return false;
            chain = _good.Add(id, new P384Chain { Links = [.. links], Window = ValidityWindow.Of(certificates) });
            links.Clear();
            return true;
        }
        catch (CryptographicException)
        {
            refusal = Broken("A certificate of the chain cannot be read.");
            return false;
        }
        finally
        {
            links.ForEach(link => link.Dispose());
            certificates.ForEach(certificate => certificate.Dispose());
        }
    }

    private Refusal Check(List<X509Certificate2> chain, DateTimeOffset at)
    {
        if (!pin.Matches(chain[^1])) return new Refusal(pin.Failure, "The root of the chain is not NVIDIA's.");
        // By the same rule as for chains that are known.
        if (ValidityWindow.Of(chain).Check(at) is { IsNone: false } outside) return outside;
        if (chain[0].Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority)) return Broken("The leaf is a certification authority.");
        return CertificatePath.Check(chain, pin, at, broken) == AttestationFailure.None ? default : Broken("The certificates of the chain do not hold together.");
    }

    private static HexBytes Id(byte[][] ders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var der in ders) hash.AppendData(der);
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(id);
        return new HexBytes(id);
    }

    private Refusal Broken(string detail) => new(broken, detail);
}
