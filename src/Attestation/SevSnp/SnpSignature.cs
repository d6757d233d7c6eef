using System.Diagnostics.CodeAnalysis;

namespace Cocoon.Attestation.SevSnp;

/// <summary>The signature field of a report: r and s, 72 bytes each, little-endian, then zeros (AMD 56860, table 139).</summary>
internal static class SnpSignature
{
    private const int FieldBytes = 72;
    private const int ScalarBytes = 48;

    /// <summary>Order of P-384 (FIPS 186-4, D.1.2.4).</summary>
    private static ReadOnlySpan<byte> Order =>
    [
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF,
        0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xC7, 0x63, 0x4D, 0x81, 0xF4, 0x37, 0x2D, 0xDF,
        0x58, 0x1A, 0x0D, 0xB2, 0x48, 0xB0, 0xA7, 0x7A, 0xEC, 0xEC, 0x19, 0x6A, 0xCC, 0xC5, 0x29, 0x73,
    ];

    /// <summary>Turns the field into r and s, 48 bytes each, big-endian.</summary>
    /// <returns>False when padding is not zero or a number is not from 1 to the order less 1.</returns>
    public static bool TryRead(ReadOnlySpan<byte> field, [NotNullWhen(true)] out byte[]? signature)
    {
        signature = null;
        var both = new byte[2 * ScalarBytes];
        if (!TryScalar(field[..FieldBytes], both.AsSpan(0, ScalarBytes)) || !TryScalar(field[FieldBytes..(2 * FieldBytes)], both.AsSpan(ScalarBytes))) return false;
        if (field[(2 * FieldBytes)..].ContainsAnyExcept((byte)0)) return false;
        signature = both;
        return true;
    }

    private static bool TryScalar(ReadOnlySpan<byte> littleEndian, Span<byte> bigEndian)
    {
        littleEndian[..ScalarBytes].CopyTo(bigEndian);
        bigEndian.Reverse();
        return !littleEndian[ScalarBytes..].ContainsAnyExcept((byte)0) && bigEndian.ContainsAnyExcept((byte)0) && bigEndian.SequenceCompareTo(Order) < 0;
    }
}
