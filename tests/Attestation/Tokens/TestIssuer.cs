using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Cocoon.Attestation.Collateral;

namespace Cocoon.Attestation.Tests.Tokens;

/// <summary>Signs tokens as a service would, with a key of its own that no product code knows.</summary>
internal sealed class TestIssuer : IDisposable
{
    private readonly AsymmetricAlgorithm _key;
    private readonly string _kty;

    private TestIssuer(AsymmetricAlgorithm key, string algorithm, string kty) => (_key, Algorithm, _kty) = (key, algorithm, kty);

    public string Algorithm { get; }

    public string KeyId { get; init; } = "key-1";

    public static TestIssuer Rsa(int bits = 2048) => new(RSA.Create(bits), "RS256", "RSA");

    public static TestIssuer P384() => new(ECDsa.Create(ECCurve.NamedCurves.nistP384), "ES384", "EC");

    public static TestIssuer P256() => new(ECDsa.Create(ECCurve.NamedCurves.nistP256), "ES256", "EC");

    public JsonObject Header(string? jku = null)
    {
        var header = new JsonObject { ["alg"] = Algorithm, ["kid"] = KeyId, ["typ"] = "JWT" };
        if (jku is not null) header["jku"] = jku;
        return header;
    }

    public string Sign(JsonObject header, JsonObject payload) => Sign(header.ToJsonString(), payload.ToJsonString());

    public string Sign(string header, string payload) => SignParts($"{Encode(Encoding.UTF8.GetBytes(header))}.{Encode(Encoding.UTF8.GetBytes(payload))}");

    public string SignParts(string signed)
    {
        var bytes = Encoding.ASCII.GetBytes(signed);
        var signature = _key switch
        {
            RSA rsa => rsa.SignData(bytes, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1),
            ECDsa ecdsa => ecdsa.SignData(bytes, Algorithm == "ES384" ? HashAlgorithmName.SHA384 : HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation),
            _ => throw new InvalidOperationException("No such key."),
        };
        return $"{signed}.{Encode(signature)}";
    }

    /// <summary>The public key as an entry of a key set.</summary>
    public JsonObject Jwk()
    {
        var jwk = new JsonObject { ["kid"] = KeyId, ["kty"] = _kty };
        if (_key is RSA rsa)
        {
            var numbers = rsa.ExportParameters(false);
            (jwk["n"], jwk["e"]) = (Encode(numbers.Modulus), Encode(numbers.Exponent));
        }
        else
        {
            var point = ((ECDsa)_key).ExportParameters(false);
            (jwk["crv"], jwk["x"], jwk["y"]) = (Algorithm == "ES384" ? "P-384" : "P-256", Encode(point.Q.X), Encode(point.Q.Y));
        }
        return jwk;
    }

    public byte[] PublicKey() => _key.ExportSubjectPublicKeyInfo();

    public static byte[] KeySet(params JsonObject[] keys) => Encoding.UTF8.GetBytes(new JsonObject { ["keys"] = new JsonArray([.. keys]) }.ToJsonString());

    public static CollateralSnapshot Collateral(string issuer, params JsonObject[] keys) => Collateral(issuer, KeySet(keys));

    public static CollateralSnapshot Collateral(string issuer, byte[] keySet) => new([new CollateralItem(new CollateralKey(CollateralKind.JsonWebKeys, issuer), keySet)]);

    public static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);

    public void Dispose() => _key.Dispose();
}
