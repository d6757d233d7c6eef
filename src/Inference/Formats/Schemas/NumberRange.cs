using System.Numerics;

namespace Cocoon.Inference.Formats.Schemas;

/// <summary>Bounds of a number; null is none.</summary>
/// <param name="Minimum">Smallest.</param>
/// <param name="AboveMinimum">Whether the smallest itself is outside.</param>
/// <param name="Maximum">Largest.</param>
/// <param name="BelowMaximum">Whether the largest itself is outside.</param>
internal readonly record struct NumberRange(decimal? Minimum, bool AboveMinimum, decimal? Maximum, bool BelowMaximum)
{
    public bool IsUnbounded => Minimum is null && Maximum is null;

    /// <summary>The smallest integer that, divided by the scale, is inside.</summary>
    public BigInteger? Least(BigInteger scale) => Minimum is { } minimum ? Up(minimum, scale, AboveMinimum) : null;

    /// <summary>The largest integer that, divided by the scale, is inside.</summary>
    public BigInteger? Most(BigInteger scale) => Maximum is { } maximum ? -Up(-maximum, scale, BelowMaximum) : null;

    /// <summary>value × scale rounded up, and one more if it must not be reached.</summary>
    private static BigInteger Up(decimal value, BigInteger scale, bool above)
    {
        // A decimal is an integer over a power of ten.
        var quotient = BigInteger.DivRem(Mantissa(value) * scale, BigInteger.Pow(10, value.Scale), out var rest);
        if (rest > 0) quotient++;
        return above && rest.IsZero ? quotient + 1 : quotient;
    }

    private static BigInteger Mantissa(decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        var magnitude = ((BigInteger)(uint)parts[2] << 64) | ((BigInteger)(uint)parts[1] << 32) | (uint)parts[0];
        return parts[3] < 0 ? -magnitude : magnitude;
    }
}
