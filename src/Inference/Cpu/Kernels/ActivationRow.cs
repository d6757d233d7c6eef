namespace Cocoon.Inference.Cpu.Kernels;

/// <summary>A row of activations as signed bytes with a scale for each block of 32. The memory is its tensor's.</summary>
/// <param name="Values">The integers, from -127 to 127.</param>
/// <param name="Negated">Their negatives, which stand in for them where a weight is negative.</param>
/// <param name="Scales">Scale of each block; zeros up to a multiple of 16 blocks.</param>
/// <param name="Sums">Scale × sum of each block's integers; zeros likewise.</param>
internal readonly unsafe record struct ActivationRow(nint Values, nint Negated, nint Scales, nint Sums)
{
    public sbyte* ValuePointer => (sbyte*)Values;

    public sbyte* NegatedPointer => (sbyte*)Negated;

    public float* ScalePointer => (float*)Scales;

    public float* SumPointer => (float*)Sums;

    /// <summary>Bytes of a row's memory, a multiple of 64.</summary>
    public static long Bytes(int columns) => 2 * Padded(columns, 64) + 2 * sizeof(float) * BlocksPadded(columns);

    /// <summary>The row that lies at an address, which is a multiple of 64.</summary>
    public static ActivationRow At(byte* memory, int columns)
    {
        var values = Padded(columns, 64);
        var scales = (nint)memory + (nint)(2 * values);
        return new ActivationRow((nint)memory, (nint)memory + (nint)values, scales, scales + (nint)(sizeof(float) * BlocksPadded(columns)));
    }

    public static long BlocksPadded(int columns) => Padded(columns / BlockTile.BlockSize, Lanes.Count);

    private static long Padded(long count, long multiple) => (count + multiple - 1) / multiple * multiple;
}
