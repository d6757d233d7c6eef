using System.Buffers;
using System.Buffers.Text;

namespace Cocoon.Attestation.Tokens;

/// <summary>
/// Base64url as RFC 7515 wants it: no padding, no white space, no bits left over. The library's decoder allows the first two;
/// a token must have one encoding only, or its hash says nothing.
/// </summary>
internal static class StrictBase64Url
{
    private static readonly SearchValues<byte> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"u8);

    /// <returns>Null when the text is not exactly such an encoding.</returns>
    public static byte[]? TryDecode(ReadOnlySpan<byte> text)
    {
        if (text.ContainsAnyExcept(Alphabet) || text.Length % 4 == 1) return null;
        var decoded = new byte[Base64Url.GetMaxDecodedLength(text.Length)];
        if (Base64Url.DecodeFromUtf8(text, decoded, out _, out var length) != OperationStatus.Done || length != decoded.Length) return null;
        return HasSpareBits(text, decoded) ? null : decoded;
    }

    /// <returns>Null when the text is not exactly such an encoding.</returns>
    public static byte[]? TryDecode(string? text)
    {
        if (text is null || text.AsSpan().ContainsAnyExceptInRange('!', '~')) return null;
        return TryDecode(System.Text.Encoding.ASCII.GetBytes(text));
    }

    private static bool HasSpareBits(ReadOnlySpan<byte> text, ReadOnlySpan<byte> decoded)
    {
        if (text.Length % 4 == 0) return false;
        Span<byte> again = stackalloc byte[4];
        Base64Url.EncodeToUtf8(decoded[^(decoded.Length % 3)..], again, out _, out var written);
        return again[written - 1] != text[^1];
    }
}
