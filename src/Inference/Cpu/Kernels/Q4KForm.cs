using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>
/// GGML's Q4_K: super-blocks of 256 in 144 bytes. A binary16 scale and minimum, then for its eight blocks scales and
/// minimums of 6 bits in 12 bytes, then 128 bytes of nibbles; each 32 bytes hold one block low and the next one high.
/// </summary>
internal readonly unsafe struct Q4KForm : IBlockForm
{
    private const int Blocks = 8;
    private const int SuperBytes = 144;
    private const int HeadBytes = 16;

    public static bool IsSigned => false;

    public static bool HasMinimums => true;

    public static int BlockBytes => SuperBytes / Blocks;

    public static long RowBytes(int columns) => (long)columns / (Blocks * BlockTile.BlockSize) * SuperBytes;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scales(byte* row, int firstBlock, int count, out Vector512<float> minimums)
    {
        var super = row + (long)firstBlock / Blocks * SuperBytes;
        var (scales, lows) = Scales(super);
        if (count <= Blocks)
        {
            minimums = lows.ToVector512();
            return scales.ToVector512();
        }
        var (nextScales, nextLows) = Scales(super + SuperBytes);
        minimums = lows.ToVector512().WithUpper(nextLows);
        return scales.ToVector512().WithUpper(nextScales);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Pair(byte* row, int block)
    {
        var nibbles = Vector256.Load(row + (long)block / Blocks * SuperBytes + HeadBytes + block % Blocks / 2 * 32);
        var low = nibbles & Vector256.Create((byte)15);
        var high = Vector256.ShiftRightLogical(nibbles.AsUInt16(), 4).AsByte() & Vector256.Create((byte)15);
        return low.ToVector512().WithUpper(high).AsSByte();
    }

    /// <summary>Never the last of a row: super-blocks have an even number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Single(byte* row, int block) => Pair(row, block);

    /// <summary>The first four scales and minimums are the low 6 bits of bytes 0-3 and 4-7; the others have their low 4 bits in bytes 8-11 and their high 2 above those.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float> Scales, Vector256<float> Minimums) Scales(byte* super)
    {
        var factors = Unsafe.ReadUnaligned<uint>(super);
        var scale = Half16Form.ToSingle(factors & 0xffff);
        var minimum = Half16Form.ToSingle(factors >> 16);
        var a = Unsafe.ReadUnaligned<uint>(super + 4);
        var b = Unsafe.ReadUnaligned<uint>(super + 8);
        var c = Unsafe.ReadUnaligned<uint>(super + 12);
        var scales = a & 0x3f3f3f3f | (ulong)(c & 0x0f0f0f0f | a >> 2 & 0x30303030) << 32;
        var minimums = b & 0x3f3f3f3f | (ulong)(c >> 4 & 0x0f0f0f0f | b >> 2 & 0x30303030) << 32;
        return (ToSingle(scales) * scale, ToSingle(minimums) * minimum);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> ToSingle(ulong bytes)
    {
        var shorts = Vector128.WidenLower(Vector128.CreateScalar(bytes).AsByte());
        return Vector256.ConvertToSingle(Vector256.WidenLower(shorts.ToVector256()).AsInt32());
    }
}
