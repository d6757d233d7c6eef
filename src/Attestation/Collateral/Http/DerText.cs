using System.Security.Cryptography;
using System.Text;

namespace Cocoon.Attestation.Collateral.Http;

/// <summary>Turns what services send as a revocation list into DER: DER itself, PEM, or DER in hex, as cache services do.</summary>
internal static class DerText
{
    private const byte Sequence = 0x30;

    /// <returns>DER; what is none of the three comes back as it is, and is refused where it is read.</returns>
    public static ReadOnlyMemory<byte> ToDer(byte[] body)
    {
        if (body is [Sequence, ..] && !IsHex(body)) return body; // "0", with which hex may begin, is the same byte
        var text = Encoding.ASCII.GetString(body).Trim().Trim('"');
        if (PemEncoding.TryFind(text, out var fields)) return Convert.FromBase64String(text[fields.Base64Data]);
        return IsHex(Encoding.ASCII.GetBytes(text)) && text.Length % 2 == 0 ? Convert.FromHexString(text) : body;
    }

    private static bool IsHex(ReadOnlySpan<byte> text)
    {
        foreach (var each in text)
            if (!char.IsAsciiHexDigit((char)each)) return false;
        return text.Length > 0;
    }
}
