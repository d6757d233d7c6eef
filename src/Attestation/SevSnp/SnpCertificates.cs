using System.Diagnostics.CodeAnalysis;
using System.Formats.Asn1;
using System.Security.Cryptography;

namespace Cocoon.Attestation.SevSnp;

/// <summary>Splits concatenated certificates, PEM or DER, into DER. Says nothing of what they are.</summary>
internal static class SnpCertificates
{
    /// <summary>Most certificates of one chain.</summary>
    public const int Max = 3;

    /// <summary>Longest input that is read, in bytes; a chain of AMD has under 6 KB as PEM.</summary>
    public const int MaxBytes = 32 * 1024;

    private const byte Sequence = 0x30;

    /// <summary>Never throws. An empty input holds no certificates.</summary>
    public static bool TrySplit(ReadOnlyMemory<byte> input, [NotNullWhen(true)] out List<ReadOnlyMemory<byte>>? certificates)
    {
        certificates = [];
        if (input.IsEmpty) return true;
        var isSplit = input.Length <= MaxBytes && (input.Span[0] == Sequence ? TryDer(input, certificates) : TryPem(input.Span, certificates));
        if (!isSplit) certificates = null;
        return isSplit;
    }

    private static bool TryDer(ReadOnlyMemory<byte> rest, List<ReadOnlyMemory<byte>> found)
    {
        while (!rest.IsEmpty)
        {
            if (found.Count == Max || rest.Span[0] != Sequence) return false;
            if (!AsnDecoder.TryReadEncodedValue(rest.Span, AsnEncodingRules.DER, out _, out _, out _, out var length)) return false;
            found.Add(rest[..length]);
            rest = rest[length..];
        }
        return true;
    }

    private static bool TryPem(ReadOnlySpan<byte> utf8, List<ReadOnlyMemory<byte>> found)
    {
        while (PemEncoding.TryFindUtf8(utf8, out var fields))
        {
            if (found.Count == Max || !utf8[fields.Label].SequenceEqual("CERTIFICATE"u8)) return false;
            var der = new byte[fields.DecodedDataLength];
            System.Buffers.Text.Base64.DecodeFromUtf8(utf8[fields.Base64Data], der, out _, out var written);
            if (written != der.Length) return false;
            found.Add(der);
            utf8 = utf8[fields.Location.End..];
        }
        return found.Count > 0;
    }
}
