using System.Buffers.Binary;

namespace Cocoon.Attestation.Tdx.Quotes;

/// <summary>The SGX report of the quoting enclave, 384 bytes (Intel SDM volume 3D, table 38-21).</summary>
/// <param name="Bytes">The report.</param>
internal readonly record struct QeReport(ReadOnlyMemory<byte> Bytes)
{
    public const int Length = 384;

    public ReadOnlySpan<byte> MiscSelect => Bytes.Span.Slice(16, 4);

    public ReadOnlySpan<byte> Attributes => Bytes.Span.Slice(48, 16);

    public ReadOnlySpan<byte> MrSigner => Bytes.Span.Slice(128, 32);

    public ushort IsvProdId => BinaryPrimitives.ReadUInt16LittleEndian(Bytes.Span[256..]);

    public ushort IsvSvn => BinaryPrimitives.ReadUInt16LittleEndian(Bytes.Span[258..]);

    public ReadOnlySpan<byte> ReportData => Bytes.Span.Slice(320, 64);
}
