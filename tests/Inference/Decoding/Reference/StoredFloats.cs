using System.Buffers.Binary;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Decoding.Reference;

/// <summary>Stored weights as floats. Quantised blocks are laid out as in GGML (ggml-common.h, ggml-quants.c).</summary>
internal static class StoredFloats
{
    /// <summary>Entries of one block of a type, and its bytes.</summary>
    public static (int Entries, int Bytes) BlockOf(WeightType type) => type switch
    {
        WeightType.F32 => (1, 4),
        WeightType.F16 or WeightType.BF16 => (1, 2),
        WeightType.Q80 => (32, 34),
        WeightType.Q4K => (256, 144),
        WeightType.Q6K => (256, 210),
        _ => throw new ArgumentOutOfRangeException(nameof(type)),
    };

    public static unsafe float[] Of(StoredTensor stored) =>
        Of(stored.Type, new ReadOnlySpan<byte>((void*)stored.Data, checked((int)stored.Bytes)), stored.Rows * stored.Columns);

    public static float[] Of(WeightType type, ReadOnlySpan<byte> bytes, int count)
    {
        var (entries, size) = BlockOf(type);
        if (bytes.Length != count / entries * size) throw new ArgumentException("The bytes are not what the type needs.", nameof(bytes));
        var values = new float[count];
        for (var block = 0; block < count / entries; block++)
            ReadBlock(type, bytes.Slice(block * size, size), values.AsSpan(block * entries, entries));
        return values;
    }

    private static void ReadBlock(WeightType type, ReadOnlySpan<byte> block, Span<float> values)
    {
        switch (type)
        {
            case WeightType.F32:
                values[0] = BinaryPrimitives.ReadSingleLittleEndian(block);
                break;
            case WeightType.F16:
                values[0] = Half(block);
                break;
            case WeightType.BF16:
                values[0] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(block) << 16);
                break;
            case WeightType.Q80:
                for (var i = 0; i < 32; i++) values[i] = Half(block) * (sbyte)block[2 + i];
                break;
            case WeightType.Q4K:
                ReadQ4K(block, values);
                break;
            default:
                ReadQ6K(block, values);
                break;
        }
    }

    /// <summary>Scale, scale of minimums, 8 pairs of 6-bit factors in 12 bytes, 256 nibbles.</summary>
    private static void ReadQ4K(ReadOnlySpan<byte> block, Span<float> values)
    {
        var (scale, minimum) = (Half(block), Half(block[2..]));
        var factors = block.Slice(4, 12);
        var nibbles = block[16..];
        for (var i = 0; i < 256; i++)
        {
            var part = i / 32;
            var packed = nibbles[i / 64 * 32 + i % 32];
            var code = part % 2 == 0 ? packed & 15 : packed >> 4;
            var (factor, offset) = part < 4
                ? (factors[part] & 63, factors[part + 4] & 63)
                : ((factors[part + 4] & 15) | (factors[part - 4] >> 6 << 4), (factors[part + 4] >> 4) | (factors[part] >> 6 << 4));
            values[i] = scale * factor * code - minimum * offset;
        }
    }

    /// <summary>256 low nibbles, 256 high pairs of bits, 16 signed factors, scale.</summary>
    private static void ReadQ6K(ReadOnlySpan<byte> block, Span<float> values)
    {
        var low = block[..128];
        var high = block.Slice(128, 64);
        var factors = block.Slice(192, 16);
        var scale = Half(block[208..]);
        for (var i = 0; i < 256; i++)
        {
            var (half, quarter, place) = (i / 128, i / 32 % 4, i % 32);
            var packed = low[half * 64 + quarter % 2 * 32 + place];
            var nibble = quarter < 2 ? packed & 15 : packed >> 4;
            var pair = (high[half * 32 + place] >> (2 * quarter)) & 3;
            values[i] = scale * (sbyte)factors[i / 16] * ((nibble | (pair << 4)) - 32);
        }
    }

    private static float Half(ReadOnlySpan<byte> bytes) => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes);
}
