using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Cocoon.Inference.Tensors;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>Operations on rows of floats, entry by entry or with sums in the order of <see cref="Lanes"/>.</summary>
internal static unsafe class FloatRows
{
    /// <summary>A stored row as floats.</summary>
    public static void Expand(WeightType type, byte* row, int columns, float* target)
    {
        switch (type)
        {
            case WeightType.F32:
                Expand<SingleForm>(row, columns, target);
                break;
            case WeightType.F16:
                Expand<Half16Form>(row, columns, target);
                break;
            case WeightType.BF16:
                Expand<Brain16Form>(row, columns, target);
                break;
            case WeightType.Q80:
                ExpandBlocks<Q80Form>(row, columns, target);
                break;
            case WeightType.Q4K:
                ExpandBlocks<Q4KForm>(row, columns, target);
                break;
            default:
                Q6KRows.Expand(row, columns, target);
                break;
        }
    }

    public static void RmsNorm(float* input, float* weight, int columns, float epsilon, float* output)
    {
        Vector512<float> squares = default;
        for (var i = 0; i < columns; i += Lanes.Count)
        {
            var x = Load(input + i, columns - i);
            squares = Vector512.FusedMultiplyAdd(x, x, squares);
        }
        var factor = Vector512.Create(1 / MathF.Sqrt(Lanes.Sum(squares) / columns + epsilon));
        for (var i = 0; i < columns; i += Lanes.Count)
            Store(Load(weight + i, columns - i) * (Load(input + i, columns - i) * factor), output + i, columns - i);
    }

    public static void SiluMultiply(float* gate, float* up, int columns, float* output)
    {
        for (var i = 0; i < columns; i += Lanes.Count)
        {
            var x = Load(gate + i, columns - i);
            var sigmoid = Vector512<float>.One / (Vector512<float>.One + Vector512.Exp(-x));
            Store(x * sigmoid * Load(up + i, columns - i), output + i, columns - i);
        }
    }

    public static void Add(float* target, float* addend, long count)
    {
        for (long i = 0; i < count; i += Lanes.Count) Store(Load(target + i, count - i) + Load(addend + i, count - i), target + i, count - i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Load(float* source, long left) => left >= Lanes.Count ? Vector512.Load(source) : Lanes.LoadPart(source, (int)left);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(Vector512<float> lanes, float* target, long left)
    {
        if (left >= Lanes.Count) lanes.Store(target);
        else Lanes.StorePart(lanes, target, (int)left);
    }

    private static void Expand<TForm>(byte* row, int columns, float* target) where TForm : struct, IFloatForm
    {
        var i = 0;
        for (; i <= columns - Lanes.Count; i += Lanes.Count) TForm.Load(row + (long)i * TForm.Size).Store(target + i);
        if (i < columns) Lanes.StorePart(TForm.LoadPart(row + (long)i * TForm.Size, columns - i), target + i, columns - i);
    }

    private static void ExpandBlocks<TForm>(byte* row, int columns, float* target) where TForm : struct, IBlockForm
    {
        var blocks = columns / BlockTile.BlockSize;
        for (var group = 0; group < blocks; group += Lanes.Count)
        {
            var count = Math.Min(Lanes.Count, blocks - group);
            var scales = TForm.Scales(row, group, count, out var minimums);
            for (var i = 0; i < count; i += 2)
            {
                var integers = group + i + 1 < blocks ? TForm.Pair(row, group + i) : TForm.Single(row, group + i);
                var last = Math.Min(2, count - i) * BlockTile.BlockSize;
                for (var k = 0; k < last; k++)
                {
                    var block = i + k / BlockTile.BlockSize;
                    target[(group + i) * BlockTile.BlockSize + k] = scales.GetElement(block) * integers.GetElement(k) - minimums.GetElement(block);
                }
            }
        }
    }
}
