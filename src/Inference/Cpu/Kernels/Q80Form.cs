using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>GGML's Q8_0: blocks of a binary16 scale and 32 signed bytes.</summary>
internal readonly unsafe struct Q80Form : IBlockForm
{
    private const int Size = 34;

    public static bool IsSigned => true;

    public static bool HasMinimums => false;

    public static int BlockBytes => Size;

    public static long RowBytes(int columns) => (long)columns / BlockTile.BlockSize * Size;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Scales(byte* row, int firstBlock, int count, out Vector512<float> minimums)
    {
        minimums = default;
        var b = row + (long)firstBlock * Size;
        if (count < Lanes.Count) return PartOfScales(b, count);
        return Half16Form.Widen(Vector256.Create(
            At(b, 0), At(b, 1), At(b, 2), At(b, 3), At(b, 4), At(b, 5), At(b, 6), At(b, 7),
            At(b, 8), At(b, 9), At(b, 10), At(b, 11), At(b, 12), At(b, 13), At(b, 14), At(b, 15)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Pair(byte* row, int block)
    {
        var data = (sbyte*)row + (long)block * Size + sizeof(ushort);
        return Vector256.Load(data).ToVector512().WithUpper(Vector256.Load(data + Size));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<sbyte> Single(byte* row, int block) =>
        Vector256.Load((sbyte*)row + (long)block * Size + sizeof(ushort)).ToVector512();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> PartOfScales(byte* blocks, int count)
    {
        Vector256<ushort> scales = default;
        for (var i = 0; i < count; i++) ((ushort*)&scales)[i] = At(blocks, i);
        return Half16Form.Widen(scales);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ushort At(byte* blocks, int block) => Unsafe.ReadUnaligned<ushort>(blocks + block * Size);
}
