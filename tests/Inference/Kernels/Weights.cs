using System.Runtime.InteropServices;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Tests.Kernels;

/// <summary>A random matrix in one of the stored forms, and what it says as doubles by the format's definition.</summary>
internal sealed class Weights : IDisposable
{
    private GCHandle _memory;

    private Weights(WeightType type, int rows, int columns, byte[] bytes, double[] values)
    {
        _memory = GCHandle.Alloc(bytes, GCHandleType.Pinned);
        Values = values;
        Stored = new StoredTensor("test.weight", type, rows, columns, _memory.AddrOfPinnedObject(), bytes.Length);
    }

    public StoredTensor Stored { get; }

    public double[] Values { get; }

    public static Weights Random(WeightType type, int rows, int columns, int seed)
    {
        var random = new Random(seed);
        var values = new double[rows * columns];
        var bytes = new MemoryStream();
        for (var start = 0; start < values.Length;)
        {
            var (block, data) = type switch
            {
                WeightType.F32 => One(BitConverter.GetBytes((float)Normal(random)), b => BitConverter.ToSingle(b)),
                WeightType.F16 => One(BitConverter.GetBytes((Half)(Normal(random) * (start % 7 == 0 ? 1e-6 : 1))), b => (double)BitConverter.ToHalf(b)),
                WeightType.BF16 => One(Brain16(random), b => BitConverter.UInt32BitsToSingle((uint)BitConverter.ToUInt16(b) << 16)),
                WeightType.Q80 => Q80(random),
                WeightType.Q4K => Q4K(random),
                _ => Q6K(random),
            };
            bytes.Write(data);
            block.CopyTo(values, start);
            start += block.Length;
        }
        return new Weights(type, rows, columns, bytes.ToArray(), values);
    }

    public void Dispose() => _memory.Free();

    public static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());

    private static byte[] Brain16(Random random) => BitConverter.GetBytes((float)Normal(random))[2..];

    private static (double[] Values, byte[] Data) One(byte[] data, Func<byte[], double> value) => ([value(data)], data);

    private static (double[] Values, byte[] Data) Q80(Random random)
    {
        var data = new byte[34];
        random.NextBytes(data);
        var scale = PutScale(data, 0, random);
        return ([.. data[2..].Select(entry => scale * (sbyte)entry)], data);
    }

    /// <summary>As dequantize_row_q4_K tells it, entry by entry.</summary>
    private static (double[] Values, byte[] Data) Q4K(Random random)
    {
        var data = new byte[144];
        random.NextBytes(data);
        var (scale, minimum) = (PutScale(data, 0, random), PutScale(data, 2, random));
        var values = new double[256];
        for (var i = 0; i < 256; i++)
        {
            var block = i / 32;
            int Packed(int at) => data[4 + at];
            var (s, m) = block < 4
                ? (Packed(block) & 63, Packed(block + 4) & 63)
                : (Packed(block + 4) & 15 | Packed(block - 4) >> 6 << 4, Packed(block + 4) >> 4 | Packed(block) >> 6 << 4);
            var nibbles = data[16 + block / 2 * 32 + i % 32];
            values[i] = scale * s * (block % 2 == 0 ? nibbles & 15 : nibbles >> 4) - minimum * m;
        }
        return (values, data);
    }

    private static (double[] Values, byte[] Data) Q6K(Random random)
    {
        var data = new byte[210];
        random.NextBytes(data);
        var scale = PutScale(data, 208, random);
        var values = new double[256];
        for (var i = 0; i < 256; i++)
        {
            var (half, within) = (i / 128, i % 128);
            var low = data[half * 64 + within % 64] >> (within / 64 * 4) & 15;
            var high = data[128 + half * 32 + within % 32] >> (within / 32 * 2) & 3;
            values[i] = scale * (sbyte)data[192 + i / 16] * ((low | high << 4) - 32);
        }
        return (values, data);
    }

    private static double PutScale(byte[] data, int at, Random random)
    {
        var scale = (Half)(0.001 + 0.01 * random.NextDouble());
        BitConverter.TryWriteBytes(data.AsSpan(at), scale);
        return (double)scale;
    }
}
