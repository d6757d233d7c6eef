using System.Text.Json;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Tokens;

/// <summary>
/// A JSON web signature in compact form (RFC 7515, section 7.1), read strictly; nothing in it is trusted before
/// <see cref="IsSignedBy"/> says so. Immutable.
/// </summary>
internal sealed class CompactJws
{
    /// <summary>Longest token that is read, in bytes. Azure's have 4 KB.</summary>
    public const int MaxBytes = 64 * 1024;

    private readonly byte[] _signature;

    private CompactJws(ReadOnlyMemory<byte> signed, byte[] signature, TokenClaims header, TokenClaims payload)
    {
        _signature = signature;
        (Signed, Header, Claims) = (signed, header, payload);
    }

    /// <summary>The bytes that are signed: header and payload as they came.</summary>
    public ReadOnlyMemory<byte> Signed { get; }

    public TokenClaims Header { get; }

    public TokenClaims Claims { get; }

    /// <summary>The algorithm the token names; only ever compared.</summary>
    public string? Algorithm => Header.Text("alg");

    public string? KeyId => Header.Text("kid");

    /// <summary>Whether the token names exactly this algorithm and the signature is the key's.</summary>
    public bool IsSignedBy(JsonWebKey key, JwsAlgorithm allowed) =>
        Algorithm == allowed.ToString() && key.Verify(allowed, Signed.Span, _signature);

    /// <summary>Reads a token. Never throws; takes memory in proportion to <see cref="MaxBytes"/> at most.</summary>
    /// <param name="text">The token and nothing else, not even a line end.</param>
    /// <param name="token">The token when the result is true.</param>
    /// <param name="failure">Why not.</param>
    public static bool TryParse(ReadOnlyMemory<byte> text, out CompactJws token, out AttestationFailure failure)
    {
        token = null!;
        failure = AttestationFailure.TokenMalformed;
        if (text.Length > MaxBytes) return false;
        var span = text.Span;
        var first = span.IndexOf((byte)'.');
        var last = span.LastIndexOf((byte)'.');
        // Three parts and no more: an encrypted token has five.
        if (first <= 0 || last - first <= 1 || span[(first + 1)..last].Contains((byte)'.')) return false;
        if (StrictBase64Url.TryDecode(span[(last + 1)..]) is not { } signature) return false;
        if (!TryReadObject(span[..first], out var header, out failure) || !TryReadObject(span[(first + 1)..last], out var payload, out failure)) return false;
        // RFC 7515, section 4.1.11: what is marked critical must be understood, and nothing is.
        failure = AttestationFailure.TokenMalformed;
        if (header.TryGetProperty("crit", out _) || !header.TryGetProperty("alg", out var name) || name.ValueKind != JsonValueKind.String) return false;
        failure = AttestationFailure.None;
        token = new CompactJws(text[..last], signature, new TokenClaims(header), new TokenClaims(payload));
        return true;
    }

    private static bool TryReadObject(ReadOnlySpan<byte> part, out JsonElement value, out AttestationFailure failure)
    {
        value = default;
        failure = AttestationFailure.TokenMalformed;
        if (StrictBase64Url.TryDecode(part) is not { } json || !StrictJson.TryParse(json, out value, out failure)) return false;
        if (value.ValueKind == JsonValueKind.Object) return true;
        failure = AttestationFailure.TokenMalformed;
        return false;
    }
}
