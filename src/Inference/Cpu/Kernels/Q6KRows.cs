using System.Runtime.CompilerServices;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>
/// GGML's Q6_K: super-blocks of 256 in 210 bytes. 128 bytes of low nibbles, 64 of high pairs of bits, 16 signed scales for
/// 16 entries each, a binary16 scale over all; integers are stored plus 32.
/// </summary>
internal static unsafe class Q6KRows
{
    /// <summary>Entries of a super-block, of Q4_K too.</summary>
    public const int SuperSize = 256;

    private const int SuperBytes = 210;
    private const int HighStart = 128;
    private const int ScaleStart = 192;
    private const int FactorStart = 208;

    public static long RowBytes(int columns) => (long)columns / SuperSize * SuperBytes;

    public static void Expand(byte* row, int columns, float* target)
    {
        for (var super = row; columns > 0; super += SuperBytes, columns -= SuperSize, target += SuperSize)
        {
            var factor = (float)BitConverter.UInt16BitsToHalf(Unsafe.ReadUnaligned<ushort>(super + FactorStart));
            ExpandHalf(super, super + HighStart, (sbyte*)super + ScaleStart, factor, target);
            ExpandHalf(super + 64, super + HighStart + 32, (sbyte*)super + ScaleStart + 8, factor, target + 128);
        }
    }

    /// <summary>128 entries: byte i of 64 low ones holds entries i and i + 64, byte i of 32 high ones the top bits of i, i + 32, i + 64 and i + 96.</summary>
    private static void ExpandHalf(byte* low, byte* high, sbyte* scales, float factor, float* target)
    {
        for (var i = 0; i < 32; i++)
        {
            var scale = i / 16;
            target[i] = factor * scales[scale] * ((low[i] & 15 | (high[i] & 3) << 4) - 32);
            target[i + 32] = factor * scales[scale + 2] * ((low[i + 32] & 15 | (high[i] >> 2 & 3) << 4) - 32);
            target[i + 64] = factor * scales[scale + 4] * ((low[i] >> 4 | (high[i] >> 4 & 3) << 4) - 32);
            target[i + 96] = factor * scales[scale + 6] * ((low[i + 32] >> 4 | (high[i] >> 6) << 4) - 32);
        }
    }
}
