using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>Softmax and weighted sums of attention, in one order for each row whatever rows stand beside it.</summary>
internal static unsafe class AttentionRows
{
    private const int Chunks = 4;

    /// <summary>Makes weights of scores, not yet divided by their sum, and tells that sum.</summary>
    /// <param name="scores">Scores; memory goes on to the next multiple of 16.</param>
    /// <param name="count">How many.</param>
    /// <param name="scale">Factor on each score.</param>
    public static float Exponentials(float* scores, int count, float scale)
    {
        var padded = (count + Lanes.Count - 1) / Lanes.Count * Lanes.Count;
        for (var i = count; i < padded; i++) scores[i] = float.NegativeInfinity;
        var factor = Vector512.Create(scale);
        var largest = Vector512.Create(float.NegativeInfinity);
        for (var i = 0; i < padded; i += Lanes.Count) largest = Vector512.Max(largest, Vector512.Load(scores + i) * factor);
        var top = Vector512.Create(Lanes.Max(largest));
        Vector512<float> sum = default;
        for (var i = 0; i < padded; i += Lanes.Count)
        {
            var weight = Vector512.Exp(Vector512.Load(scores + i) * factor - top);
            weight.Store(scores + i);
            sum += weight;
        }
        return Lanes.Sum(sum);
    }

    /// <summary>sums[0..size] += weights of one block's positions times its values.</summary>
    /// <param name="weights">Weight of each position.</param>
    /// <param name="positions">How many.</param>
    /// <param name="values">Values, one row of <paramref name="size"/> a position.</param>
    /// <param name="size">Width of a head.</param>
    /// <param name="sums">Where the sums are.</param>
    public static void AddWeighted(float* weights, int positions, float* values, int size, float* sums)
    {
        var start = 0;
        for (; start <= size - Chunks * Lanes.Count; start += Chunks * Lanes.Count) AddFourChunks(weights, positions, values + start, size, sums + start);
        for (; start < size; start += Lanes.Count)
        {
            var width = Math.Min(Lanes.Count, size - start);
            var sum = Load(sums + start, width);
            for (var i = 0; i < positions; i++) sum = Vector512.FusedMultiplyAdd(Vector512.Create(weights[i]), Load(values + start + (long)i * size, width), sum);
            Lanes.StorePart(sum, sums + start, width);
        }
    }

    private static void AddFourChunks(float* weights, int positions, float* values, int size, float* sums)
    {
        var (s0, s1) = (Vector512.Load(sums), Vector512.Load(sums + Lanes.Count));
        var (s2, s3) = (Vector512.Load(sums + 2 * Lanes.Count), Vector512.Load(sums + 3 * Lanes.Count));
        for (var i = 0; i < positions; i++, values += size)
        {
            var weight = Vector512.Create(weights[i]);
            s0 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(values), s0);
            s1 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(values + Lanes.Count), s1);
            s2 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(values + 2 * Lanes.Count), s2);
            s3 = Vector512.FusedMultiplyAdd(weight, Vector512.Load(values + 3 * Lanes.Count), s3);
        }
        s0.Store(sums);
        s1.Store(sums + Lanes.Count);
        s2.Store(sums + 2 * Lanes.Count);
        s3.Store(sums + 3 * Lanes.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(float* source, int width) => width == Lanes.Count ? Vector512.Load(source) : Lanes.LoadPart(source, width);
}
