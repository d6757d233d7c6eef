using System.Numerics;

namespace Cocoon.Attestation.Tests.Tdx.Authority;

/// <summary>The order of P-256, by which a signature has two forms.</summary>
internal static class P256
{
    public static byte[] N { get; } = Convert.FromHexString("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551");

    /// <summary>Turns s into n - s, 32 bytes big-endian: (r, n - s) verifies as (r, s) does.</summary>
    public static void Negate(Span<byte> s)
    {
        var other = new BigInteger(N, isUnsigned: true, isBigEndian: true) - new BigInteger(s, isUnsigned: true, isBigEndian: true);
        var bytes = other.ToByteArray(isUnsigned: true, isBigEndian: true);
        s.Clear();
        bytes.CopyTo(s[^bytes.Length..]);
    }
}
