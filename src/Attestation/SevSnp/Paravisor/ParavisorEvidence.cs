using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Cocoon.Attestation.SevSnp.Paravisor;

/// <summary>
/// Evidence of a guest under a paravisor (Azure): the paravisor owns the hardware report, whose report data names its runtime
/// claims, which name the key of a virtual TPM, which answers the challenge. Two forms are read: the report alone, as the TPM
/// keeps it at NV index 0x01400001 ("HCLA", all numbers little-endian), and ours with a quote of the TPM, "CAZ1" and then HCL
/// report, quote (TPMS_ATTEST) and signature (TPMT_SIGNATURE), each with its length in 4 bytes, big-endian.
/// </summary>
/// <param name="Report">The hardware report.</param>
/// <param name="Claims">Runtime claims, JSON.</param>
/// <param name="Quote">TPMS_ATTEST; empty when there is none.</param>
/// <param name="Signature">TPMT_SIGNATURE; empty when there is none.</param>
internal sealed record ParavisorEvidence(ReadOnlyMemory<byte> Report, ReadOnlyMemory<byte> Claims, ReadOnlyMemory<byte> Quote, ReadOnlyMemory<byte> Signature)
{
    /// <summary>Longest evidence that is read, in bytes.</summary>
    public const int MaxBytes = 64 * 1024;

    private const int HeaderBytes = 32;
    private const int ClaimsHeaderBytes = 20;
    private const int SnpRequest = 2;
    private const uint Sha256 = 1;

    private static ReadOnlySpan<byte> Hcl => "HCLA"u8;

    private static ReadOnlySpan<byte> WithQuote => "CAZ1"u8;

    /// <summary>Whether the bytes claim to be of this form.</summary>
    public static bool IsParavisor(ReadOnlySpan<byte> raw) => raw.StartsWith(Hcl) || raw.StartsWith(WithQuote);

    /// <summary>Joins what a guest reads from its TPM.</summary>
    public static byte[] Encode(ReadOnlySpan<byte> hclReport, ReadOnlySpan<byte> quote, ReadOnlySpan<byte> signature) =>
        [.. WithQuote, .. Sized(hclReport), .. Sized(quote), .. Sized(signature)];

    /// <summary>Never throws.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> raw, [NotNullWhen(true)] out ParavisorEvidence? evidence)
    {
        evidence = null;
        if (raw.Length > MaxBytes) return false;
        if (raw.Span.StartsWith(Hcl)) return TryHcl(raw, default, default, out evidence);
        if (!raw.Span.StartsWith(WithQuote)) return false;
        var rest = raw[WithQuote.Length..];
        return TryTake(ref rest, out var hcl) && TryTake(ref rest, out var quote) && TryTake(ref rest, out var signature) && rest.IsEmpty &&
            hcl.Span.StartsWith(Hcl) && TryHcl(hcl, quote, signature, out evidence);
    }

    private static bool TryHcl(ReadOnlyMemory<byte> hcl, ReadOnlyMemory<byte> quote, ReadOnlyMemory<byte> signature, out ParavisorEvidence? evidence)
    {
        evidence = null;
        if (hcl.Length < HeaderBytes + SnpReport.Bytes + ClaimsHeaderBytes) return false;
        var header = hcl.Span[(HeaderBytes + SnpReport.Bytes)..];
        var claims = hcl[(HeaderBytes + SnpReport.Bytes + ClaimsHeaderBytes)..];
        var isSnp = BinaryPrimitives.ReadUInt32LittleEndian(header[8..]) == SnpRequest && BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) == Sha256;
        var length = BinaryPrimitives.ReadUInt32LittleEndian(header[16..]);
        // The TPM gives its whole index, zeros and all.
        if (!isSnp || length > (uint)claims.Length || claims.Span[(int)length..].ContainsAnyExcept((byte)0)) return false;
        evidence = new ParavisorEvidence(hcl.Slice(HeaderBytes, SnpReport.Bytes), claims[..(int)length], quote, signature);
        return true;
    }

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> field)
    {
        field = default;
        if (rest.Length < sizeof(uint)) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(rest.Span);
        if (length > (uint)(rest.Length - sizeof(uint))) return false;
        field = rest.Slice(sizeof(uint), (int)length);
        rest = rest[(sizeof(uint) + (int)length)..];
        return true;
    }

    private static byte[] Sized(ReadOnlySpan<byte> field)
    {
        var sized = new byte[sizeof(uint) + field.Length];
        BinaryPrimitives.WriteInt32BigEndian(sized, field.Length);
        field.CopyTo(sized.AsSpan(sizeof(uint)));
        return sized;
    }
}
