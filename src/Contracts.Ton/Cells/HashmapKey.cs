using System.Numerics;
using Cocoon.Core.Accounts;

namespace Cocoon.Ton.Cells;

/// <summary>The keys of a dictionary: all of one width.</summary>
public static class HashmapKey
{
    /// <summary>addr_std without anycast: 267 bits.</summary>
    public static HashmapKey<AccountAddress> Address { get; } = new(267, CellCodecs.Address);

    /// <param name="bits">Width, 1 to 64.</param>
    public static HashmapKey<ulong> UInt(int bits) => new(bits, CellCodecs.UInt(bits));

    /// <summary>Two's complement. In a dictionary's order, which is that of the bits, negative keys come last.</summary>
    /// <param name="bits">Width, 1 to 64.</param>
    public static HashmapKey<long> Int(int bits) => new(bits, CellCodecs.Int(bits));

    /// <param name="bits">Width, 1 to 1023.</param>
    public static HashmapKey<BigInteger> BigUInt(int bits) => new(bits, CellCodecs.BigUInt(bits));

    /// <param name="count">Bytes, 1 to 127.</param>
    public static HashmapKey<byte[]> Bytes(int count) => new(count * 8, CellCodecs.Bytes(count));
}
