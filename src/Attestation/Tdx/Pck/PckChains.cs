using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Cocoon.Attestation.Appraisals;
using Cocoon.Attestation.Certificates;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tdx.Pck;

/// <summary>
/// Checks PCK chains (T7) and keeps those that hold. An entry is found by what is signed in a quote's chain, leaf and
/// intermediate; the root is compared, so that another root neither profits from the entry nor makes one. Thread-safe.
/// </summary>
internal sealed class PckChains(RootPin pin, int capacity)
{
    /// <summary>Leaf, intermediate, root.</summary>
    private const int Length = 3;

    private readonly BoundedCache<HexBytes, PckChain> _good = new(capacity);

    public int Count => _good.Count;

    public bool TryCheck(ReadOnlySpan<byte> pem, DateTimeOffset at, [NotNullWhen(true)] out PckChain? chain, out Refusal refusal)
    {
        chain = null;
        if (PemChain.TryDecode(pem, Length) is not { } ders)
        {
            refusal = Broken($"The chain is not exactly {Length} certificates in PEM.");
            return false;
        }
        var id = Id(ders);
        if (_good.TryGet(id, out var known) && known.RootDer.AsSpan().SequenceEqual(ders[^1])) chain = known;
        else if (!TryCheckCold(id, ders, at, out chain, out refusal)) return false;
        refusal = chain.Window.Check(at);
        return refusal.IsNone;
    }

    private bool TryCheckCold(HexBytes id, byte[][] ders, DateTimeOffset at, [NotNullWhen(true)] out PckChain? chain, out Refusal refusal)
    {
        chain = null;
        List<X509Certificate2> certificates = [];
        try
        {
            foreach (var der in ders) certificates.Add(X509CertificateLoader.LoadCertificate(der));
            refusal = Check(certificates, at);
            if (!refusal.IsNone) return false;
            if (VerifyingKey.TryCreate(certificates[0]) is not { } key) throw new CryptographicException("The key has just been checked.");
            chain = _good.Add(id, Read(id, certificates, key));
            return true;
        }
        catch (CryptographicException)
        {
            refusal = Broken("A certificate of the chain cannot be read.");
            return false;
        }
        finally
        {
            certificates.ForEach(certificate => certificate.Dispose());
        }
    }

    private Refusal Check(List<X509Certificate2> chain, DateTimeOffset at)
    {
        if (!pin.Matches(chain[^1])) return new Refusal(pin.Failure, "The root of the chain is not Intel's.");
        // By the same rule as for chains that are known.
        if (ValidityWindow.Of(chain).Check(at) is { IsNone: false } outside) return outside;
        if (CertificatePath.Check(chain, pin, at, AttestationFailure.PckChain) != AttestationFailure.None) return Broken("The certificates of the chain do not hold together.");
        if (IsAuthority(chain[0])) return Broken("The leaf is a certification authority.");
        if (PckAuthority.Of(chain[1]) is null) return Broken("The intermediate is neither the Platform nor the Processor CA.");
        foreach (var certificate in chain)
        {
            using var key = VerifyingKey.TryCreate(certificate);
            if (key is null) return Broken("A key of the chain is not on P-256.");
        }
        // The chain builder trusts the root as given; whoever passes a quote on could otherwise change its signature at will.
        return CertificateSignature.Verify(chain[^1], chain[^1]) ? default : Broken("The root's own signature does not hold.");
    }

    private static PckChain Read(HexBytes id, List<X509Certificate2> certificates, VerifyingKey key) => new()
    {
        Id = id,
        LeafKey = key,
        LeafSerial = certificates[0].SerialNumberBytes.ToArray(),
        IntermediateDer = certificates[1].RawData,
        IntermediateSerial = certificates[1].SerialNumberBytes.ToArray(),
        RootDer = certificates[2].RawData,
        Authority = PckAuthority.Of(certificates[1])!,
        Window = ValidityWindow.Of(certificates),
        Extension = Extension(certificates[0]),
    };

    private static SgxExtension? Extension(X509Certificate2 leaf)
    {
        var found = leaf.Extensions.Where(extension => extension.Oid?.Value == SgxExtension.Oid).ToArray();
        return found.Length == 1 && SgxExtension.TryParse(found[0].RawData, out var parsed) ? parsed : null;
    }

    private static bool IsAuthority(X509Certificate2 certificate) => certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(constraints => constraints.CertificateAuthority);

    private static HexBytes Id(byte[][] ders)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var der in ders.AsSpan(0, Length - 1)) hash.AppendData(der);
        Span<byte> id = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(id);
        return new HexBytes(id);
    }

    private static Refusal Broken(string detail) => new(AttestationFailure.PckChain, detail);
}
