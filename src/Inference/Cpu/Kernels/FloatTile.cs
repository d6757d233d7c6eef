using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>
/// Dot products of weight rows with input rows. Each has one accumulator of sixteen lanes, lane l summing entries l, l + 16,
/// l + 32 and so on by fused multiply-add, and one reduction, whatever the tile: only the number of dot products in flight
/// differs, so a row has the same bits alone and among others.
/// </summary>
internal static unsafe class FloatTile
{
    private const int Side = 4;

    /// <summary>Bytes of a row from which on one at a time is read faster: memory gives most to one stream.</summary>
    private const int LongRow = 2048;

    /// <summary>How far that stream is asked for in advance, in bytes.</summary>
    private const int Ahead = 4096;

    /// <summary>outputs[r, w] = weights[w] · inputs[r].</summary>
    /// <param name="weights">First byte of the first weight row.</param>
    /// <param name="weightStride">Bytes from a weight row to the next.</param>
    /// <param name="weightRows">Weight rows.</param>
    /// <param name="inputs">First input row.</param>
    /// <param name="inputStride">Floats from an input row to the next.</param>
    /// <param name="inputRows">Input rows.</param>
    /// <param name="columns">Length of a dot product.</param>
    /// <param name="outputs">Result of the first weight row and the first input row; weight rows are neighbours.</param>
    /// <param name="outputStride">Floats from an input row's results to the next one's.</param>
    public static void Multiply<TForm>(
        byte* weights, long weightStride, int weightRows, float* inputs, int inputStride, int inputRows, int columns, float* outputs, int outputStride)
        where TForm : struct, IFloatForm
    {
        var row = 0;
        // Without AVX-512 sixteen accumulators do not fit the registers, and four in flight are as fast.
        if (Vector512.IsHardwareAccelerated)
        {
            for (; row <= inputRows - Side; row += Side)
            {
                var input = inputs + (long)row * inputStride;
                var output = outputs + (long)row * outputStride;
                var weight = 0;
                for (; weight <= weightRows - Side; weight += Side)
                    FourByFour<TForm>(weights + weight * weightStride, weightStride, input, inputStride, columns, output + weight, outputStride);
                for (; weight < weightRows; weight++)
                    for (var i = 0; i < Side; i++)
                        output[weight + i * (long)outputStride] = One<TForm>(weights + weight * weightStride, input + i * (long)inputStride, columns);
            }
        }
        for (; row < inputRows; row++)
        {
            var input = inputs + (long)row * inputStride;
            var output = outputs + (long)row * outputStride;
            var weight = 0;
            for (; weight <= weightRows - Side && weightStride < LongRow; weight += Side) FourByOne<TForm>(weights + weight * weightStride, weightStride, input, columns, output + weight);
            for (; weight < weightRows; weight++) output[weight] = One<TForm>(weights + weight * weightStride, input, columns);
        }
    }

    private static float One<TForm>(byte* weight, float* input, int columns) where TForm : struct, IFloatForm
    {
        Vector512<float> sum = default;
        var column = 0;
        for (; column <= columns - Lanes.Count; column += Lanes.Count)
        {
            Lanes.Prefetch(weight + (long)column * TForm.Size + Ahead);
            sum = Vector512.FusedMultiplyAdd(TForm.Load(weight + (long)column * TForm.Size), Vector512.Load(input + column), sum);
        }
        if (column < columns)
        {
            var rest = columns - column;
            sum = Vector512.FusedMultiplyAdd(TForm.LoadPart(weight + (long)column * TForm.Size, rest), Lanes.LoadPart(input + column, rest), sum);
        }
        return Lanes.Sum(sum);
    }

    private static void FourByOne<TForm>(byte* weights, long stride, float* input, int columns, float* output) where TForm : struct, IFloatForm
    {
        byte* w0 = weights, w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride;
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default;
        // The next four rows: processors do not see so many short streams coming by themselves.
        var next = weights + Side * stride;
        var column = 0;
        for (; column <= columns - Lanes.Count; column += Lanes.Count)
        {
            var x = Vector512.Load(input + column);
            var offset = (long)column * TForm.Size;
            Lanes.Prefetch(next + Side * offset, Side * Lanes.Count * TForm.Size);
            s0 = Vector512.FusedMultiplyAdd(TForm.Load(w0 + offset), x, s0);
            s1 = Vector512.FusedMultiplyAdd(TForm.Load(w1 + offset), x, s1);
            s2 = Vector512.FusedMultiplyAdd(TForm.Load(w2 + offset), x, s2);
            s3 = Vector512.FusedMultiplyAdd(TForm.Load(w3 + offset), x, s3);
        }
        if (column < columns)
        {
            var rest = columns - column;
            var x = Lanes.LoadPart(input + column, rest);
            var offset = (long)column * TForm.Size;
            s0 = Vector512.FusedMultiplyAdd(TForm.LoadPart(w0 + offset, rest), x, s0);
            s1 = Vector512.FusedMultiplyAdd(TForm.LoadPart(w1 + offset, rest), x, s1);
            s2 = Vector512.FusedMultiplyAdd(TForm.LoadPart(w2 + offset, rest), x, s2);
            s3 = Vector512.FusedMultiplyAdd(TForm.LoadPart(w3 + offset, rest), x, s3);
        }
        Lanes.Sum(s0, s1, s2, s3).Store(output);
    }

    private static void FourByFour<TForm>(byte* weights, long stride, float* inputs, int inputStride, int columns, float* outputs, int outputStride)
        where TForm : struct, IFloatForm
    {
        byte* w0 = weights, w1 = w0 + stride, w2 = w1 + stride, w3 = w2 + stride;
        float* x0 = inputs, x1 = x0 + inputStride, x2 = x1 + inputStride, x3 = x2 + inputStride;
        Vector512<float> s00 = default, s01 = default, s02 = default, s03 = default, s10 = default, s11 = default, s12 = default, s13 = default;
        Vector512<float> s20 = default, s21 = default, s22 = default, s23 = default, s30 = default, s31 = default, s32 = default, s33 = default;
        long column = 0;
        for (; column <= columns - Lanes.Count; column += Lanes.Count)
        {
            var offset = column * TForm.Size;
            var (a0, a1) = (TForm.Load(w0 + offset), TForm.Load(w1 + offset));
            var (a2, a3) = (TForm.Load(w2 + offset), TForm.Load(w3 + offset));
            Add(Vector512.Load(x0 + column), a0, a1, a2, a3, ref s00, ref s01, ref s02, ref s03);
            Add(Vector512.Load(x1 + column), a0, a1, a2, a3, ref s10, ref s11, ref s12, ref s13);
            Add(Vector512.Load(x2 + column), a0, a1, a2, a3, ref s20, ref s21, ref s22, ref s23);
            Add(Vector512.Load(x3 + column), a0, a1, a2, a3, ref s30, ref s31, ref s32, ref s33);
        }
        if (column < columns)
        {
            var rest = (int)(columns - column);
            var offset = column * TForm.Size;
            var (a0, a1) = (TForm.LoadPart(w0 + offset, rest), TForm.LoadPart(w1 + offset, rest));
            var (a2, a3) = (TForm.LoadPart(w2 + offset, rest), TForm.LoadPart(w3 + offset, rest));
            Add(Lanes.LoadPart(x0 + column, rest), a0, a1, a2, a3, ref s00, ref s01, ref s02, ref s03);
            Add(Lanes.LoadPart(x1 + column, rest), a0, a1, a2, a3, ref s10, ref s11, ref s12, ref s13);
            Add(Lanes.LoadPart(x2 + column, rest), a0, a1, a2, a3, ref s20, ref s21, ref s22, ref s23);
            Add(Lanes.LoadPart(x3 + column, rest), a0, a1, a2, a3, ref s30, ref s31, ref s32, ref s33);
        }
        Lanes.Sum(s00, s01, s02, s03).Store(outputs);
        Lanes.Sum(s10, s11, s12, s13).Store(outputs + outputStride);
        Lanes.Sum(s20, s21, s22, s23).Store(outputs + 2L * outputStride);
        Lanes.Sum(s30, s31, s32, s33).Store(outputs + 3L * outputStride);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Add(
        Vector512<float> input, Vector512<float> a0, Vector512<float> a1, Vector512<float> a2, Vector512<float> a3,
        ref Vector512<float> s0, ref Vector512<float> s1, ref Vector512<float> s2, ref Vector512<float> s3)
    {
        s0 = Vector512.FusedMultiplyAdd(a0, input, s0);
        s1 = Vector512.FusedMultiplyAdd(a1, input, s1);
        s2 = Vector512.FusedMultiplyAdd(a2, input, s2);
        s3 = Vector512.FusedMultiplyAdd(a3, input, s3);
    }
}
