using System.Collections.Immutable;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tokens;

/// <summary>
/// The keys of one issuer (RFC 7517). They are not signed: a set is only as good as the connection it came over, so it must
/// come from the issuer itself and never with the evidence. Immutable, thread-safe.
/// </summary>
internal sealed class JsonWebKeySet
{
    /// <summary>Longest set that is read, in bytes. Azure's have 30 KB.</summary>
    public const int MaxBytes = 512 * 1024;

    private const int MaxKeys = 64;

    private readonly ImmutableArray<JsonWebKey> _keys;

    private JsonWebKeySet(ImmutableArray<JsonWebKey> keys) => _keys = keys;

    /// <summary>Keys of the set that can be used.</summary>
    public int Count => _keys.Length;

    /// <param name="id">The token's "kid", compared exactly.</param>
    /// <returns>Null when no key has this id, and when two have it: the token does not say which.</returns>
    public JsonWebKey? Find(string? id)
    {
        JsonWebKey? found = null;
        foreach (var key in _keys)
        {
            if (key.Id != id) continue;
            if (found is not null) return null;
            found = key;
        }
        return found;
    }

    /// <summary>Reads a set. Keys of types that are not understood are left out (RFC 7517, section 5). Never throws.</summary>
    public static bool TryParse(ReadOnlySpan<byte> utf8, out JsonWebKeySet keys, out AttestationFailure failure)
    {
        keys = null!;
        failure = AttestationFailure.CollateralMalformed;
        if (utf8.Length > MaxBytes || !StrictJson.TryParse(utf8, out var root, out _)) return false;
        if (root.ValueKind != System.Text.Json.JsonValueKind.Object || new TokenClaims(root).Array("keys") is not { } list || list.GetArrayLength() > MaxKeys) return false;
        keys = new JsonWebKeySet([.. list.EnumerateArray().Select(JsonWebKey.TryRead).OfType<JsonWebKey>()]);
        failure = AttestationFailure.None;
        return true;
    }
}
