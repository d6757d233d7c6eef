using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Cocoon.Attestation.Appraisals;

namespace Cocoon.Attestation.Nvidia.Spdm;

/// <summary>
/// A GPU's measurements: the request and the signed answer, one after the other (SPDM 1.1, DSP0274, GET_MEASUREMENTS and
/// MEASUREMENTS). Every length is exact; nothing in it has been verified.
/// </summary>
/// <param name="Nonce">32 bytes that the asker chose.</param>
/// <param name="Blocks">What was measured, each index once.</param>
/// <param name="Opaque">What NVIDIA adds: versions and modes.</param>
/// <param name="Signed">All that the signature covers, request and answer.</param>
/// <param name="Signature">r and s, 48 bytes each, big-endian.</param>
internal sealed record SpdmReport(
    ReadOnlyMemory<byte> Nonce, ImmutableArray<MeasuredBlock> Blocks, OpaqueData Opaque, ReadOnlyMemory<byte> Signed, ReadOnlyMemory<byte> Signature)
{
    public const int NonceBytes = 32;
    public const int SignatureBytes = 96;

    /// <summary>Longest report read. Those of today's GPUs have 4 KB.</summary>
    private const int MaxBytes = 64 << 10;

    private const int RequestBytes = 37;
    private const int NonceOffset = 4;
    private const int AnswerHeaderBytes = 8;
    private const int BlockHeaderBytes = 4;
    private const int DmtfHeaderBytes = 3;
    private const byte Version = 0x11;
    private const byte SignatureAsked = 1;
    private const byte AllBlocks = 0xFF;
    private const byte DmtfSpecification = 1;

    private static ReadOnlySpan<byte> RequestHeader => [Version, 0xE0, SignatureAsked, AllBlocks];

    private static ReadOnlySpan<byte> AnswerHeader => [Version, 0x60];

    /// <summary>Never throws.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> raw, [NotNullWhen(true)] out SpdmReport? report, out AttestationFailure failure)
    {
        report = Read(raw);
        failure = report is null ? AttestationFailure.SpdmMalformed : AttestationFailure.None;
        return report is not null;
    }

    private static SpdmReport? Read(ReadOnlyMemory<byte> raw)
    {
        if (raw.Length is > MaxBytes or < RequestBytes + AnswerHeaderBytes + NonceBytes + 2 + SignatureBytes) return null;
        if (!raw.Span.StartsWith(RequestHeader)) return null;
        var answer = raw[RequestBytes..];
        if (!answer.Span.StartsWith(AnswerHeader)) return null;
        var count = answer.Span[4];
        var recordLength = answer.Span[5] | answer.Span[6] << 8 | answer.Span[7] << 16;
        answer = answer[AnswerHeaderBytes..];
        if (answer.Length < recordLength || ReadBlocks(answer[..recordLength], count) is not { } blocks) return null;
        answer = answer[recordLength..];
        if (answer.Length < NonceBytes + 2 + SignatureBytes) return null;
        var opaqueLength = BinaryPrimitives.ReadUInt16LittleEndian(answer.Span[NonceBytes..]);
        answer = answer[(NonceBytes + 2)..];
        if (answer.Length != opaqueLength + SignatureBytes || OpaqueData.TryParse(answer[..opaqueLength]) is not { } opaque) return null;
        return new SpdmReport(raw.Slice(NonceOffset, NonceBytes), blocks, opaque, raw[..^SignatureBytes], raw[^SignatureBytes..]);
    }

    private static ImmutableArray<MeasuredBlock>? ReadBlocks(ReadOnlyMemory<byte> record, int count)
    {
        var blocks = ImmutableArray.CreateBuilder<MeasuredBlock>(count);
        Span<bool> seen = stackalloc bool[byte.MaxValue + 1];
        while (blocks.Count < count)
        {
            if (record.Length < BlockHeaderBytes + DmtfHeaderBytes) return null;
            var (index, specification) = (record.Span[0], record.Span[1]);
            var size = BinaryPrimitives.ReadUInt16LittleEndian(record.Span[2..]);
            var valueSize = BinaryPrimitives.ReadUInt16LittleEndian(record.Span[(BlockHeaderBytes + 1)..]);
            if (index == 0 || seen[index] || specification != DmtfSpecification || size != valueSize + DmtfHeaderBytes || record.Length < BlockHeaderBytes + size) return null;
            seen[index] = true;
            blocks.Add(new MeasuredBlock(index, record.Slice(BlockHeaderBytes + DmtfHeaderBytes, valueSize)));
            record = record[(BlockHeaderBytes + size)..];
        }
        return record.IsEmpty ? blocks.MoveToImmutable() : null;
    }
}
