using System.Buffers.Binary;
using System.Text;
using Cocoon.Core.Jobs;
using Cocoon.Sealing.Hpke;

namespace Cocoon.Sealing;

/// <summary>A chunk as it travels (docs/sealing.md): kind, number, the answer's salt if it is the first, sealed block.</summary>
internal readonly ref struct ChunkForm
{
    private const int NumberBytes = sizeof(uint);
    private const int PlainHeadBytes = 1 + NumberBytes;

    private ChunkForm(ChunkKind kind, uint number, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> sealedBlock)
    {
        Kind = kind;
        Number = number;
        Salt = salt;
        SealedBlock = sealedBlock;
    }

    public ChunkKind Kind { get; }

    public uint Number { get; }

    /// <summary>Empty, but for the first chunk.</summary>
    public ReadOnlySpan<byte> Salt { get; }

    public ReadOnlySpan<byte> SealedBlock { get; }

    public int BlockBytes => SealedBlock.Length - SequencedAead.TagBytes;

    public static int HeadBytes(uint number) => number == 0 ? PlainHeadBytes + AnswerKey.SaltBytes : PlainHeadBytes;

    public static void WriteHead(ChunkKind kind, uint number, ReadOnlySpan<byte> salt, Span<byte> head)
    {
        WriteKindAndNumber(kind, number, head);
        if (number == 0) salt.CopyTo(head[PlainHeadBytes..]);
    }

    public static bool TryRead(ReadOnlySpan<byte> bytes, out ChunkForm chunk)
    {
        chunk = default;
        if (bytes.Length < PlainHeadBytes || bytes[0] is not ((byte)ChunkKind.More or (byte)ChunkKind.Last)) return false;
        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes[1..]);
        var head = HeadBytes(number);
        if (!LengthBuckets.Chunks.IsBlock(bytes.Length - head - SequencedAead.TagBytes)) return false;
        chunk = new ChunkForm((ChunkKind)bytes[0], number, bytes[PlainHeadBytes..head], bytes[head..]);
        return true;
    }

    /// <summary>The bytes that the chunks of a job are bound to, without kind and number.</summary>
    public static byte[] AssociatedData(JobId job)
    {
        var name = Encoding.ASCII.GetBytes(job.ToString());
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, name.Length);
        return [.. new byte[PlainHeadBytes], .. length, .. name];
    }

    /// <summary>Puts kind and number in front.</summary>
    public static void WriteKindAndNumber(ChunkKind kind, uint number, Span<byte> bytes)
    {
        bytes[0] = (byte)kind;
        BinaryPrimitives.WriteUInt32BigEndian(bytes[1..], number);
    }
}
