using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Tokens;

/// <summary>
/// A public key of a JSON web key set (RFC 7517). Importing costs more than verifying, so imported keys are kept, each used by
/// one thread at a time. Thread-safe.
/// </summary>
internal sealed class JsonWebKey
{
    private const int LeastRsaBits = 2048;
    private const int MostRsaBits = 8192;

    // At most so many verify at once; more would only keep native memory.
    private static readonly int MaxIdle = Environment.ProcessorCount;

    private readonly ConcurrentQueue<AsymmetricAlgorithm> _idle = [];
    private readonly byte[] _publicKey;
    private readonly bool _isRsa;

    private JsonWebKey(string id, string? algorithm, AsymmetricAlgorithm key)
    {
        var publicKey = key.ExportSubjectPublicKeyInfo();
        (Id, Algorithm, _publicKey, _isRsa) = (id, algorithm, publicKey, key is RSA);
        Hash = new HexBytes(SHA256.HashData(publicKey));
    }

    public string Id { get; }

    /// <summary>The only algorithm the set allows for this key; null when it does not say.</summary>
    public string? Algorithm { get; }

    /// <summary>SHA-256 of the SubjectPublicKeyInfo.</summary>
    public HexBytes Hash { get; }

    /// <summary>Checks a signature. False for a key of another type, size or curve than the algorithm's.</summary>
    public bool Verify(JwsAlgorithm algorithm, ReadOnlySpan<byte> signed, ReadOnlySpan<byte> signature)
    {
        if (Algorithm is not null && Algorithm != algorithm.ToString()) return false;
        AsymmetricAlgorithm? key = null;
        try
        {
            if (!_idle.TryDequeue(out key)) key = Import();
            return (key, algorithm) switch
            {
                (RSA { KeySize: >= LeastRsaBits and <= MostRsaBits } rsa, JwsAlgorithm.RS256) => rsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
                (ECDsa { KeySize: 256 } ecdsa, JwsAlgorithm.ES256) => ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                (ECDsa { KeySize: 384 } ecdsa, JwsAlgorithm.ES384) => ecdsa.VerifyData(signed, signature, HashAlgorithmName.SHA384, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
                _ => false,
            };
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            if (_idle.Count < MaxIdle && key is not null) _idle.Enqueue(key);
            else key?.Dispose();
        }
    }

    /// <summary>Reads one key of a set.</summary>
    /// <returns>Null when it is none for signatures, has no "kid", or is of a type that is not understood.</returns>
    public static JsonWebKey? TryRead(JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.Object) return null;
        var key = new TokenClaims(json);
        if (key.Text("kid") is not { Length: > 0 } id || key.Text("use") is not (null or "sig")) return null;
        try
        {
            using AsymmetricAlgorithm? read = key.Text("kty") switch
            {
                "RSA" => ReadRsa(key),
                "EC" => ReadEc(key),
                _ => null,
            };
            return read is null ? null : new JsonWebKey(id, key.Text("alg"), read);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private static RSA? ReadRsa(TokenClaims key)
    {
        // Azure gives the key only inside a certificate, which nobody but itself vouches for.
        if (key.Text("n") is not { } modulus) return ReadCertificate(key.Array("x5c"));
        return StrictBase64Url.TryDecode(modulus) is { Length: <= MostRsaBits / 8 } n && StrictBase64Url.TryDecode(key.Text("e")) is { Length: > 0 and <= 8 } e
            ? RSA.Create(new RSAParameters { Modulus = n, Exponent = e })
            : null;
    }

    private static RSA? ReadCertificate(JsonElement? chain)
    {
        if (chain is not { } certificates || certificates.GetArrayLength() == 0 || certificates[0].ValueKind != JsonValueKind.String) return null;
        if (!certificates[0].TryGetBytesFromBase64(out var der)) return null;
        using var certificate = X509CertificateLoader.LoadCertificate(der);
        return certificate.GetRSAPublicKey();
    }

    private static ECDsa? ReadEc(TokenClaims key)
    {
        var (curve, size) = key.Text("crv") switch
        {
            "P-256" => (ECCurve.NamedCurves.nistP256, 32),
            "P-384" => (ECCurve.NamedCurves.nistP384, 48),
            _ => (default, 0),
        };
        if (size == 0 || StrictBase64Url.TryDecode(key.Text("x")) is not { } x || StrictBase64Url.TryDecode(key.Text("y")) is not { } y || x.Length != size || y.Length != size) return null;
        return ECDsa.Create(new ECParameters { Curve = curve, Q = new ECPoint { X = x, Y = y } });
    }

    private AsymmetricAlgorithm Import()
    {
        AsymmetricAlgorithm key = _isRsa ? RSA.Create() : ECDsa.Create();
        try
        {
            key.ImportSubjectPublicKeyInfo(_publicKey, out _);
            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }
}
