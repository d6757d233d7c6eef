using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tokens.Ear;

/// <summary>
/// Signs verdicts as JSON web tokens (ES256), so that a client may trust a verifier instead of verifying. The payload is the
/// same for equal verdicts; only the signature differs. Thread-safe; the key stays the caller's.
/// </summary>
public sealed class EarSigner
{
    private readonly ECDsa _key;
    private readonly string _developer;
    private readonly string _build;
    private readonly string _header;
    private readonly string _jwk;

    // The library promises nothing about one key in several threads.
    private readonly Lock _turn = new();

    /// <param name="key">P-256 key of the verifier.</param>
    /// <param name="developer">Who made the verifier.</param>
    /// <param name="build">Which version of it.</param>
    /// <exception cref="ArgumentException">The key is not P-256.</exception>
    public EarSigner(ECDsa key, string developer, string build)
    {
        ArgumentNullException.ThrowIfNull(key);
        var point = key.ExportParameters(includePrivateParameters: false);
        if (key.KeySize != 256 || point.Curve.Oid.FriendlyName is not ("nistP256" or "ECDSA_P256")) throw new ArgumentException("ES256 needs a P-256 key.", nameof(key));
        (_key, _developer, _build) = (key, developer, build);
        var (x, y) = (Base64Url.EncodeToString(point.Q.X), Base64Url.EncodeToString(point.Q.Y));
        // RFC 7638: the hash of these members in this order names the key.
        var members = $"\"crv\":\"P-256\",\"kty\":\"EC\",\"x\":\"{x}\",\"y\":\"{y}\"";
        KeyId = Base64Url.EncodeToString(SHA256.HashData(Encoding.ASCII.GetBytes($"{{{members}}}")));
        _jwk = $"{{{members},\"alg\":\"ES256\",\"use\":\"sig\",\"kid\":\"{KeyId}\"}}";
        _header = Encode($"{{\"alg\":\"ES256\",\"typ\":\"eat+jwt\",\"kid\":\"{KeyId}\"}}");
    }

    /// <summary>RFC 7638 thumbprint of the key.</summary>
    public string KeyId { get; }

    /// <summary>The public key as a JSON web key set, which <see cref="EarReader"/> takes.</summary>
    public byte[] PublicKeys() => Encoding.ASCII.GetBytes($"{{\"keys\":[{_jwk}]}}");

    /// <returns>The token in compact form.</returns>
    public string Sign(AppraisalResult result)
    {
        var signed = $"{_header}.{Base64Url.EncodeToString(EarPayload.Write(result, _developer, _build))}";
        lock (_turn) return $"{signed}.{Base64Url.EncodeToString(_key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation))}";
    }

    private static string Encode(string json) => Base64Url.EncodeToString(Encoding.ASCII.GetBytes(json));
}
