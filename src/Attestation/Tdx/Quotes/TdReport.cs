using System.Buffers.Binary;

namespace Cocoon.Attestation.Tdx.Quotes;

/// <summary>
/// What the TDX module says of a trust domain (Intel TDX DCAP Quoting Library API, appendix A.3: TD quote body of TDX 1.0,
/// 584 bytes, or 1.5, 648 bytes).
/// </summary>
/// <param name="Bytes">The body, of one of the two lengths.</param>
internal readonly record struct TdReport(ReadOnlyMemory<byte> Bytes)
{
    public const int BytesOfTdx10 = 584;
    public const int BytesOfTdx15 = 648;
    private const int HashBytes = 48;

    public bool IsTdx15 => Bytes.Length == BytesOfTdx15;

    /// <summary>SVNs at the launch of the TD, 16 bytes: module SVN, module major version, microcode, and reserved ones.</summary>
    public ReadOnlySpan<byte> TeeTcbSvn => Bytes.Span[..16];

    /// <summary>SVNs of what runs now; TDX 1.5 updates its module under running TDs. Empty in TDX 1.0.</summary>
    public ReadOnlySpan<byte> TeeTcbSvn2 => IsTdx15 ? Bytes.Span[584..600] : [];

    public ReadOnlySpan<byte> MrSeam => Hash(16);

    public ReadOnlySpan<byte> MrSignerSeam => Hash(64);

    public ReadOnlySpan<byte> SeamAttributes => Bytes.Span.Slice(112, 8);

    public ulong Attributes => BinaryPrimitives.ReadUInt64LittleEndian(Bytes.Span[120..]);

    public ulong Xfam => BinaryPrimitives.ReadUInt64LittleEndian(Bytes.Span[128..]);

    public ReadOnlySpan<byte> MrTd => Hash(136);

    public ReadOnlySpan<byte> MrConfigId => Hash(184);

    public ReadOnlySpan<byte> MrOwner => Hash(232);

    public ReadOnlySpan<byte> MrOwnerConfig => Hash(280);

    public ReadOnlySpan<byte> ReportData => Bytes.Span.Slice(520, 64);

    /// <summary>Measurement of the service TD; empty in TDX 1.0.</summary>
    public ReadOnlySpan<byte> MrServiceTd => IsTdx15 ? Hash(600) : [];

    /// <param name="index">0 to 3.</param>
    public ReadOnlySpan<byte> Rtmr(int index) => Hash(328 + index * HashBytes);

    private ReadOnlySpan<byte> Hash(int offset) => Bytes.Span.Slice(offset, HashBytes);
}
