using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Cocoon.Attestation.SevSnp.Paravisor;

/// <summary>The paravisor's runtime claims (JSON): of them only the attestation key of the virtual TPM matters here.</summary>
internal static class RuntimeClaims
{
    private const string AttestationKey = "HCLAkPub";
    private const int LeastModulusBytes = 256;
    private const int MostModulusBytes = 512;

    private static readonly JsonSerializerOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    /// <summary>The attestation key; null when the claims hold none, two, or one that is not RSA of 2048 to 4096 bits. Never throws.</summary>
    public static RSAParameters? TryReadKey(ReadOnlySpan<byte> json)
    {
        try
        {
            var keys = JsonSerializer.Deserialize<Document>(json, Options)?.Keys?.Where(key => key?.Id == AttestationKey).ToArray();
            if (keys is not [{ Type: "RSA", Modulus: { } n, Exponent: { } e }]) return null;
            var parameters = new RSAParameters { Modulus = Base64Url.DecodeFromChars(n), Exponent = Base64Url.DecodeFromChars(e) };
            return parameters.Modulus.Length is >= LeastModulusBytes and <= MostModulusBytes && parameters.Exponent.Length is > 0 and <= 4 ? parameters : null;
        }
        catch (Exception e) when (e is JsonException or FormatException)
        {
            return null;
        }
    }

    private sealed record Document([property: JsonPropertyName("keys")] IReadOnlyList<Key?>? Keys);

    private sealed record Key(
        [property: JsonPropertyName("kid")] string? Id, [property: JsonPropertyName("kty")] string? Type,
        [property: JsonPropertyName("n")] string? Modulus, [property: JsonPropertyName("e")] string? Exponent);
}
