using System.Buffers.Binary;
using System.Numerics;

namespace Cocoon.Sealing;

/// <summary>
/// Pads, so that all lengths of a bucket look the same. A block is four bytes of length (big-endian), the data, and zeros.
/// Blocks are as long as the smallest bucket, doubled as often as it takes up to <see cref="Step"/>, and from there on a
/// multiple of that. Each data has one block only. Immutable.
/// </summary>
internal sealed class LengthBuckets
{
    /// <summary>From here on blocks grow by this much; a power of two.</summary>
    public const int Step = 64 * 1024;

    private const int PrefixBytes = sizeof(uint);
    private readonly int _smallest;
    private readonly int _largest;

    private LengthBuckets(int smallest, int largest) => (_smallest, _largest) = (smallest, largest);

    /// <summary>256, 512, … 64 KiB, 128 KiB, 192 KiB, … 16 MiB.</summary>
    public static LengthBuckets Requests { get; } = new(256, 256 * Step);

    /// <summary>32, 64, … 64 KiB. A token's text seldom has more than 28 bytes, so that most tokens look the same.</summary>
    public static LengthBuckets Chunks { get; } = new(32, Step);

    /// <summary>The most data that fits.</summary>
    public int MaxDataBytes => _largest - PrefixBytes;

    /// <summary>The length of the block for so much data, which is at most <see cref="MaxDataBytes"/>.</summary>
    public int BlockFor(int dataBytes)
    {
        var needed = Math.Max(dataBytes + PrefixBytes, _smallest);
        return needed <= Step ? (int)BitOperations.RoundUpToPowerOf2((uint)needed) : (needed + Step - 1) / Step * Step;
    }

    /// <summary>Whether blocks can have this length.</summary>
    public bool IsBlock(int bytes) => bytes >= _smallest && bytes <= _largest && BlockFor(bytes - PrefixBytes) == bytes;

    /// <param name="data">What to pad.</param>
    /// <param name="block">Takes the block: of the length <see cref="BlockFor"/> says, all zeros.</param>
    public static void Write(ReadOnlySpan<byte> data, Span<byte> block)
    {
        BinaryPrimitives.WriteInt32BigEndian(block, data.Length);
        data.CopyTo(block[PrefixBytes..]);
    }

    /// <summary>Finds the data in a block.</summary>
    public bool TryRead(ReadOnlySpan<byte> block, out Range data)
    {
        data = default;
        if (!IsBlock(block.Length)) return false;
        var length = BinaryPrimitives.ReadUInt32BigEndian(block);
        if (length > block.Length - PrefixBytes || BlockFor((int)length) != block.Length) return false;
        var end = PrefixBytes + (int)length;
        if (block[end..].ContainsAnyExcept((byte)0)) return false;
        data = PrefixBytes..end;
        return true;
    }
}
