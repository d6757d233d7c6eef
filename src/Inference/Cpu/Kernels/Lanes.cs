using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>
/// Sixteen floats at a time, on every processor: where there is no AVX-512 the runtime makes two or four narrower vectors
/// of it. So sums have the same order, and results the same bits, whatever the machine.
/// </summary>
internal static unsafe class Lanes
{
    public const int Count = 16;

    /// <summary>The first <paramref name="count"/> floats (below 16) and zeros.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> LoadPart(float* source, int count)
    {
        // A call here would put the accumulators of the loop before it into memory.
        Vector512<float> lanes = default;
        for (var i = 0; i < count; i++) ((float*)&lanes)[i] = source[i];
        return lanes;
    }

    public static void StorePart(Vector512<float> lanes, float* target, int count) =>
        Buffer.MemoryCopy(&lanes, target, (long)count * sizeof(float), (long)count * sizeof(float));

    /// <summary>Asks for memory that is needed soon; any address will do.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* address)
    {
        if (Sse.IsSupported) Sse.Prefetch0(address);
    }

    /// <summary>The same for some bytes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Prefetch(byte* address, int bytes)
    {
        if (!Sse.IsSupported) return;
        Sse.Prefetch1(address);
        if (bytes > 64) Sse.Prefetch1(address + 64);
        if (bytes > 128) Sse.Prefetch1(address + 128);
        if (bytes > 192) Sse.Prefetch1(address + 192);
        if (bytes > 256) Sse.Prefetch1(address + 256);
    }

    /// <summary>The sum of all lanes, by halves.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Sum(Vector512<float> lanes)
    {
        var eight = lanes.GetLower() + lanes.GetUpper();
        return SumOfFour(eight.GetLower() + eight.GetUpper());
    }

    /// <summary>Four sums, each in the order of <see cref="Sum(Vector512{float})"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<float> Sum(Vector512<float> first, Vector512<float> second, Vector512<float> third, Vector512<float> fourth)
    {
        var (a, b) = (Fold(first), Fold(second));
        var (c, d) = (Fold(third), Fold(fourth));
        // Lanes 0 + 2 and 1 + 3 of each, then these two: a transposition that adds on its way.
        if (Sse.IsSupported)
        {
            var ab = Sse.MoveLowToHigh(a, b) + Sse.MoveHighToLow(b, a);
            var cd = Sse.MoveLowToHigh(c, d) + Sse.MoveHighToLow(d, c);
            return Sse.Shuffle(ab, cd, 0b10_00_10_00) + Sse.Shuffle(ab, cd, 0b11_01_11_01);
        }
        return Vector128.Create(SumOfFour(a), SumOfFour(b), SumOfFour(c), SumOfFour(d));
    }

    /// <summary>The largest lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static float Max(Vector512<float> lanes)
    {
        var eight = Vector256.Max(lanes.GetLower(), lanes.GetUpper());
        var four = Vector128.Max(eight.GetLower(), eight.GetUpper());
        return MathF.Max(MathF.Max(four.GetElement(0), four.GetElement(2)), MathF.Max(four.GetElement(1), four.GetElement(3)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float SumOfFour(Vector128<float> four) => (four.GetElement(0) + four.GetElement(2)) + (four.GetElement(1) + four.GetElement(3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> Fold(Vector512<float> lanes)
    {
        var eight = lanes.GetLower() + lanes.GetUpper();
        return eight.GetLower() + eight.GetUpper();
    }
}
