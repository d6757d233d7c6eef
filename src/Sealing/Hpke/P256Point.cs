using System.Globalization;
using System.Numerics;
using System.Security.Cryptography;

namespace Cocoon.Sealing.Hpke;

/// <summary>
/// Public keys on the curve P-256 (FIPS 186-5, SEC 1): 65 bytes, 0x04 and both coordinates. The point at infinity has no such
/// form, and the curve's cofactor is 1, so a point on the curve is a good key.
/// </summary>
internal static class P256Point
{
    public const int Bytes = 1 + (2 * CoordinateBytes);
    public const int CoordinateBytes = 32;

    private const byte Uncompressed = 4;

    private static readonly BigInteger Prime = Hex("0ffffffff00000001000000000000000000000000ffffffffffffffffffffffff");
    private static readonly BigInteger B = Hex("05ac635d8aa3a93e7b3ebbd55769886bc651d06b0cc53b0f63bce3c3e27d2604b");

    /// <summary>How many points there are; private keys lie below it.</summary>
    public static BigInteger Order { get; } = Hex("0ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    /// <summary>Checked here and not left to the platform, so that a bad point is an answer and not an exception.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, out ECPoint point)
    {
        point = default;
        if (bytes.Length != Bytes || bytes[0] != Uncompressed) return false;
        var left = bytes.Slice(1, CoordinateBytes);
        var right = bytes[(1 + CoordinateBytes)..];
        var (x, y) = (new BigInteger(left, isUnsigned: true, isBigEndian: true), new BigInteger(right, isUnsigned: true, isBigEndian: true));
        if (x >= Prime || y >= Prime || ((y * y) - (((x * x) - 3) * x) - B) % Prime != 0) return false;
        point = new ECPoint { X = left.ToArray(), Y = right.ToArray() };
        return true;
    }

    public static byte[] Write(ECPoint point) => [Uncompressed, .. point.X!, .. point.Y!];

    private static BigInteger Hex(string text) => BigInteger.Parse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
