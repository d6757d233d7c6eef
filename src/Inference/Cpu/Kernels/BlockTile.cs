using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>
/// Dot products of quantised weight rows with quantised activations. Two blocks of 32 at a time: sums of four neighbours
/// are exact integers, made floats and added to one accumulator of sixteen lanes with their block's scales. Order and bits
/// are the same in every tile and on every processor.
/// </summary>
internal static unsafe class BlockTile
{
    /// <summary>Entries that share a scale.</summary>
    public const int BlockSize = 32;

    private const int Side = 4;

    /// <summary>How far a single stream of weights is asked for in advance, in bytes.</summary>
    private const int Ahead = 4096;

    private static readonly Vector512<int> FirstPair = Vector512.Create(Vector256.Create(0), Vector256.Create(1));

    /// <summary>outputs[r, w] = weights[w] · inputs[r]; sizes as in <see cref="FloatTile"/>.</summary>
    public static void Multiply<TForm>(
        byte* weights, int weightRows, byte* inputs, long inputStride, int inputRows, int columns, float* outputs, int outputStride)
        where TForm : struct, IBlockForm
    {
        var stride = TForm.RowBytes(columns);
        var row = 0;
        for (; row <= inputRows - Side; row += Side)
        {
            var input = inputs + row * inputStride;
            var output = outputs + (long)row * outputStride;
            for (var weight = 0; weight < weightRows; weight++)
                OneByFour<TForm>(weights + weight * stride, input, inputStride, columns, output + weight, outputStride);
        }
        for (; row < inputRows; row++)
        {
            var input = ActivationRow.At(inputs + row * inputStride, columns);
            var output = outputs + (long)row * outputStride;
            var weight = 0;
            for (; weight <= weightRows - Side; weight += Side) FourByOne<TForm>(weights + weight * stride, stride, input, columns, output + weight);
            for (; weight < weightRows; weight++) output[weight] = One<TForm>(weights + weight * stride, input, columns);
        }
    }

    private static float One<TForm>(byte* weight, ActivationRow input, int columns) where TForm : struct, IBlockForm
    {
        Vector512<float> sum = default;
        var blocks = columns / BlockSize;
        for (var group = 0; group < blocks; group += Lanes.Count) sum = Group<TForm>(weight, input, group, blocks, sum);
        return Lanes.Sum(sum);
    }

    /// <summary>Adds up to sixteen blocks; the tiles' own loops are only for whole groups, so that their sums stay in registers.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Vector512<float> Group<TForm>(byte* weight, ActivationRow input, int group, int blocks, Vector512<float> sum) where TForm : struct, IBlockForm
    {
        var end = Math.Min(group + Lanes.Count, blocks);
        var factors = Factors<TForm>(weight, group, end - group, input, ref sum);
        var pair = FirstPair;
        for (var block = group; block < end; block += 2, pair += Vector512.Create(2))
        {
            var integers = block + 1 < end ? TForm.Pair(weight, block) : TForm.Single(weight, block);
            Add<TForm>(integers, input.ValuePointer + block * BlockSize, input.NegatedPointer + block * BlockSize, factors, pair, ref sum);
        }
        return sum;
    }

    private static void FourByOne<TForm>(byte* weights, long stride, ActivationRow input, int columns, float* output) where TForm : struct, IBlockForm
    {
        byte* w0 = weights, w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride;
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var blocks = columns / BlockSize;
        // The next four rows: processors do not see so many short streams coming by themselves.
        var next = weights + Side * stride;
        var group = 0;
        for (; group <= blocks - Lanes.Count; group += Lanes.Count)
        {
            var f0 = Factors<TForm>(w0, group, Lanes.Count, input, ref s0);
            var f1 = Factors<TForm>(w1, group, Lanes.Count, input, ref s1);
            var f2 = Factors<TForm>(w2, group, Lanes.Count, input, ref s2);
            var f3 = Factors<TForm>(w3, group, Lanes.Count, input, ref s3);
            var pair = FirstPair;
            sbyte* values = input.ValuePointer + group * BlockSize, negated = input.NegatedPointer + group * BlockSize;
            for (var block = group; block < group + Lanes.Count; block += 2, pair += Vector512.Create(2), values += 2 * BlockSize, negated += 2 * BlockSize)
            {
                Lanes.Prefetch(next + Side * (long)block * TForm.BlockBytes, 2 * Side * TForm.BlockBytes);
                Add<TForm>(TForm.Pair(w0, block), values, negated, f0, pair, ref s0);
                Add<TForm>(TForm.Pair(w1, block), values, negated, f1, pair, ref s1);
                Add<TForm>(TForm.Pair(w2, block), values, negated, f2, pair, ref s2);
                Add<TForm>(TForm.Pair(w3, block), values, negated, f3, pair, ref s3);
            }
        }
        if (group < blocks)
        {
            s0 = Group<TForm>(w0, input, group, blocks, s0);
            s1 = Group<TForm>(w1, input, group, blocks, s1);
            s2 = Group<TForm>(w2, input, group, blocks, s2);
            s3 = Group<TForm>(w3, input, group, blocks, s3);
        }
        Lanes.Sum(s0, s1, s2, s3).Store(output);
    }

    private static void OneByFour<TForm>(byte* weight, byte* inputs, long inputStride, int columns, float* output, int outputStride)
        where TForm : struct, IBlockForm
    {
        var (i0, i1) = (ActivationRow.At(inputs, columns), ActivationRow.At(inputs + inputStride, columns));
        var (i2, i3) = (ActivationRow.At(inputs + 2 * inputStride, columns), ActivationRow.At(inputs + 3 * inputStride, columns));
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        var blocks = columns / BlockSize;
        var negated = i0.NegatedPointer - i0.ValuePointer;
        var group = 0;
        for (; group <= blocks - Lanes.Count; group += Lanes.Count)
        {
            var scales = TForm.Scales(weight, group, Lanes.Count, out var minimums);
            var f0 = Factors<TForm>(scales, minimums, group, i0, ref s0);
            var f1 = Factors<TForm>(scales, minimums, group, i1, ref s1);
            var f2 = Factors<TForm>(scales, minimums, group, i2, ref s2);
            var f3 = Factors<TForm>(scales, minimums, group, i3, ref s3);
            var pair = FirstPair;
            var values = i0.ValuePointer + group * BlockSize;
            for (var block = group; block < group + Lanes.Count; block += 2, pair += Vector512.Create(2), values += 2 * BlockSize)
            {
                Lanes.Prefetch(weight + (long)block * TForm.BlockBytes + Ahead);
                var integers = TForm.Pair(weight, block);
                sbyte* v1 = values + inputStride, v2 = v1 + inputStride, v3 = v2 + inputStride;
                Add<TForm>(integers, values, values + negated, f0, pair, ref s0);
                Add<TForm>(integers, v1, v1 + negated, f1, pair, ref s1);
                Add<TForm>(integers, v2, v2 + negated, f2, pair, ref s2);
                Add<TForm>(integers, v3, v3 + negated, f3, pair, ref s3);
            }
        }
        if (group < blocks)
        {
            s0 = Group<TForm>(weight, i0, group, blocks, s0);
            s1 = Group<TForm>(weight, i1, group, blocks, s1);
            s2 = Group<TForm>(weight, i2, group, blocks, s2);
            s3 = Group<TForm>(weight, i3, group, blocks, s3);
        }
        var sums = Lanes.Sum(s0, s1, s2, s3);
        for (var i = 0; i < Side; i++) output[i * (long)outputStride] = sums.GetElement(i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Factors<TForm>(byte* weight, int group, int count, ActivationRow input, ref Vector512<float> sum)
        where TForm : struct, IBlockForm
    {
        var scales = TForm.Scales(weight, group, count, out var minimums);
        return Factors<TForm>(scales, minimums, group, input, ref sum);
    }

    /// <summary>The products of the scales of sixteen blocks; their minimums go to the sum at once.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<float> Factors<TForm>(Vector512<float> scales, Vector512<float> minimums, int group, ActivationRow input, ref Vector512<float> sum)
        where TForm : struct, IBlockForm
    {
        if (TForm.HasMinimums) sum = Vector512.FusedMultiplyAdd(-minimums, Vector512.Load(input.SumPointer + group), sum);
        return scales * Vector512.Load(input.ScalePointer + group);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add<TForm>(
        Vector512<sbyte> weights, sbyte* values, sbyte* negated, Vector512<float> factors, Vector512<int> pair, ref Vector512<float> sum)
        where TForm : struct, IBlockForm
    {
        var activations = Vector512.Load(values);
        var magnitudes = weights;
        if (TForm.IsSigned)
        {
            activations = Vector512.ConditionalSelect(Vector512.LessThan(weights, Vector512<sbyte>.Zero), Vector512.Load(negated), activations);
            magnitudes = Vector512.Abs(weights);
        }
        var integers = SumsOfFour(magnitudes.AsByte(), activations);
        sum = Vector512.FusedMultiplyAdd(Vector512.ConvertToSingle(integers), Vector512.ShuffleNative(factors, pair), sum);
    }

    /// <summary>Sums of four neighbouring products. With magnitudes up to 128 and integers up to 127 nothing saturates on the way.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<int> SumsOfFour(Vector512<byte> magnitudes, Vector512<sbyte> integers)
    {
        if (AvxVnni.IsSupported)
        {
            return AvxVnni.MultiplyWideningAndAdd(Vector256<int>.Zero, magnitudes.GetLower(), integers.GetLower()).ToVector512()
                .WithUpper(AvxVnni.MultiplyWideningAndAdd(Vector256<int>.Zero, magnitudes.GetUpper(), integers.GetUpper()));
        }
        if (Avx512BW.IsSupported) return Avx512BW.MultiplyAddAdjacent(Avx512BW.MultiplyAddAdjacent(magnitudes, integers), Vector512<short>.One);
        if (Avx2.IsSupported)
        {
            return Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(magnitudes.GetLower(), integers.GetLower()), Vector256<short>.One).ToVector512()
                .WithUpper(Avx2.MultiplyAddAdjacent(Avx2.MultiplyAddAdjacent(magnitudes.GetUpper(), integers.GetUpper()), Vector256<short>.One));
        }
        return SumsOfFourAnywhere(magnitudes, integers);
    }

    private static Vector512<int> SumsOfFourAnywhere(Vector512<byte> magnitudes, Vector512<sbyte> integers)
    {
        Vector512<int> sums = default;
        for (var i = 0; i < Vector512<sbyte>.Count; i++) ((int*)&sums)[i / Side] += ((byte*)&magnitudes)[i] * ((sbyte*)&integers)[i];
        return sums;
    }
}
