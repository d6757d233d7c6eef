namespace Cocoon.Ton.Crypto;

/// <summary>
/// The points of small order, under which a signature can be made without a key: with such a "public key" anybody could
/// sign vouchers. Refused by both implementations before any arithmetic, so they cannot differ. Source: the list in
/// "Taming the many EdDSAs" (Chalkias, Garillot, Nikolaenko 2020), table 1, in both sign forms.
/// </summary>
internal static class SmallOrder
{
    private static readonly byte[][] Points =
    [
        Convert.FromHexString("0000000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    public static bool Contains(ReadOnlySpan<byte> point)
    {
        Span<byte> unsigned = stackalloc byte[32];
        point.CopyTo(unsigned);
        unsigned[31] &= 0x7f; // the sign bit of x
        foreach (var small in Points)
            if (unsigned.SequenceEqual(small)) return true;
        return false;
    }
}
