using System.Buffers.Binary;
using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Decoding.Reference;

namespace Cocoon.Inference.Tests.Decoding;

/// <summary>A stored weight drawn by chance: its bytes, and the floats they stand for, both made from the same codes.</summary>
internal sealed class RandomWeight
{
    private readonly Random _random;

    /// <param name="type">How it is stored.</param>
    /// <param name="count">Entries.</param>
    /// <param name="seed">Makes it the same each time.</param>
    public RandomWeight(WeightType type, int count, int seed)
    {
        _random = new Random(seed);
        var (entries, size) = StoredFloats.BlockOf(type);
        Values = new float[count];
        Bytes = new byte[count / entries * size];
        for (var block = 0; block < count / entries; block++)
            Write(type, Bytes.AsSpan(block * size, size), Values.AsSpan(block * entries, entries));
    }

    public byte[] Bytes { get; }

    public float[] Values { get; }

    private void Write(WeightType type, Span<byte> block, Span<float> values)
    {
        switch (type)
        {
            case WeightType.F32:
                values[0] = _random.NextSingle() - 0.5f;
                BinaryPrimitives.WriteSingleLittleEndian(block, values[0]);
                break;
            case WeightType.F16:
                values[0] = WriteHalf(block, _random.NextSingle() - 0.5f);
                break;
            case WeightType.BF16:
                values[0] = BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(_random.NextSingle() - 0.5f) & ~0xFFFF);
                BinaryPrimitives.WriteUInt16LittleEndian(block, (ushort)(BitConverter.SingleToUInt32Bits(values[0]) >> 16));
                break;
            case WeightType.Q80:
                WriteQ80(block, values);
                break;
            case WeightType.Q4K:
                WriteQ4K(block, values);
                break;
            default:
                WriteQ6K(block, values);
                break;
        }
    }

    private void WriteQ80(Span<byte> block, Span<float> values)
    {
        var scale = WriteHalf(block, Scale(127));
        for (var i = 0; i < values.Length; i++)
        {
            var code = _random.Next(-127, 128);
            block[2 + i] = (byte)(sbyte)code;
            values[i] = scale * code;
        }
    }

    private void WriteQ4K(Span<byte> block, Span<float> values)
    {
        var scale = WriteHalf(block, Scale(63 * 15));
        var minimum = WriteHalf(block[2..], Scale(63));
        for (var part = 0; part < 8; part++)
        {
            var (factor, offset) = (_random.Next(64), _random.Next(64));
            var place = block.Slice(4 + part % 4);
            if (part < 4)
            {
                place[0] |= (byte)factor;
                place[4] |= (byte)offset;
            }
            else
            {
                // The later four keep their low bits together and lend their high bits to the first four.
                place[8] = (byte)((factor & 15) | ((offset & 15) << 4));
                place[0] |= (byte)(factor >> 4 << 6);
                place[4] |= (byte)(offset >> 4 << 6);
            }
            for (var i = 0; i < 32; i++)
            {
                var code = _random.Next(16);
                block[16 + part / 2 * 32 + i] |= (byte)(code << (4 * (part % 2)));
                values[32 * part + i] = scale * factor * code - minimum * offset;
            }
        }
    }

    private void WriteQ6K(Span<byte> block, Span<float> values)
    {
        var scale = WriteHalf(block[208..], Scale(127 * 32));
        var factors = block.Slice(192, 16);
        for (var part = 0; part < 16; part++) factors[part] = (byte)(sbyte)_random.Next(-127, 128);
        for (var i = 0; i < values.Length; i++)
        {
            var code = _random.Next(64);
            // Each half of 128 entries has 64 bytes of nibbles (two entries each) and 32 bytes of pairs of bits (four each).
            var (half, within) = (i / 128, i % 128);
            block[64 * half + within % 64] |= (byte)((code & 15) << (within < 64 ? 0 : 4));
            block[128 + 32 * half + within % 32] |= (byte)(code >> 4 << (within / 32 * 2));
            values[i] = scale * (sbyte)factors[i / 16] * (code - 32);
        }
    }

    private float Scale(float largestCode) => (0.5f + _random.NextSingle()) / largestCode;

    private static float WriteHalf(Span<byte> bytes, float value)
    {
        BinaryPrimitives.WriteHalfLittleEndian(bytes, (Half)value);
        return (float)(Half)value;
    }
}
