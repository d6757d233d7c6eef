using System.Buffers;
using System.Buffers.Text;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Cocoon.Attestation.Certificates;

/// <summary>
/// Turns the PEM text of a certificate chain into DER. White space in the text is free for anybody to change, so all that
/// follows, caches above all, sees DER only.
/// </summary>
internal static class PemChain
{
    /// <summary>Longest certificate read, in bytes.</summary>
    private const int MaxCertificateBytes = 4096;

    private static readonly SearchValues<byte> Blank = SearchValues.Create(" \t\r\n\0"u8);

    /// <returns>The certificates in order, when there are exactly as many as wanted and nothing else; otherwise null. Never throws.</returns>
    public static byte[][]? TryDecode(ReadOnlySpan<byte> pem, int wanted)
    {
        var all = new byte[wanted][];
        foreach (ref var der in all.AsSpan())
        {
            if (!PemEncoding.TryFindUtf8(pem, out var fields)) return null;
            if (pem[..fields.Location.Start.Value].ContainsAnyExcept(Blank) || !pem[fields.Label].SequenceEqual("CERTIFICATE"u8) || fields.DecodedDataLength is 0 or > MaxCertificateBytes) return null;
            var bytes = new byte[fields.DecodedDataLength];
            if (Base64.DecodeFromUtf8(pem[fields.Base64Data], bytes, out _, out var written) != OperationStatus.Done || written != bytes.Length || !IsOneValue(bytes)) return null;
            der = bytes;
            pem = pem[fields.Location.End.Value..];
        }
        return pem.ContainsAnyExcept(Blank) ? null : all;
    }

    private static bool IsOneValue(byte[] der) =>
        AsnDecoder.TryReadEncodedValue(der, AsnEncodingRules.DER, out var tag, out _, out _, out var consumed) && tag == Asn1Tag.Sequence && consumed == der.Length;
}
