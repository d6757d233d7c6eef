namespace Cocoon.Simulation.Chain.Models;

/// <summary>The keys that contracts/src/smallorder.tolk refuses.</summary>
internal static class SmallOrderKeys
{
    private static readonly byte[][] Keys =
    [
        new byte[32],
        Convert.FromHexString("0100000000000000000000000000000000000000000000000000000000000000"),
        Convert.FromHexString("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"),
        Convert.FromHexString("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a"),
        Convert.FromHexString("ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
        Convert.FromHexString("eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"),
    ];

    public static bool Contains(ReadOnlySpan<byte> key)
    {
        Span<byte> unsigned = stackalloc byte[32];
        key.CopyTo(unsigned);
        unsigned[31] &= 0x7f; // the sign of x
        foreach (var weak in Keys)
            if (unsigned.SequenceEqual(weak)) return true;
        return false;
    }
}
