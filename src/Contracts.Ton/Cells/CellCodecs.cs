using System.Numerics;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Ton.Cells;

/// <summary>Codecs of the common kinds of values.</summary>
public static class CellCodecs
{
    public static CellCodec<bool> Bit { get; } = new((builder, value) => builder.StoreBit(value), slice => slice.LoadBit());

    /// <summary>VarUInteger 16 of at most 63 bits.</summary>
    public static CellCodec<Nano> Coins { get; } = new((builder, value) => builder.StoreCoins(value), slice => slice.LoadCoins());

    /// <summary>addr_std; addr_none is refused.</summary>
    public static CellCodec<AccountAddress> Address { get; } = new((builder, value) => builder.StoreAddress(value), slice => slice.LoadAccount());

    /// <summary>A cell by reference.</summary>
    public static CellCodec<Cell> Ref { get; } = new((builder, value) => builder.StoreRef(value), slice => slice.LoadRef());

    /// <summary>A cell's bits and references inline: all that is left.</summary>
    public static CellCodec<Cell> Inline { get; } = new((builder, value) => builder.StoreCell(value), slice => slice.LoadRest());

    /// <param name="bits">Width, 0 to 64.</param>
    public static CellCodec<ulong> UInt(int bits) => new((builder, value) => builder.StoreUInt(value, bits), slice => slice.LoadUInt(bits));

    /// <param name="bits">Width, 1 to 64.</param>
    public static CellCodec<long> Int(int bits) => new((builder, value) => builder.StoreInt(value, bits), slice => slice.LoadInt(bits));

    /// <param name="bits">Width, 0 to 1023.</param>
    public static CellCodec<BigInteger> BigUInt(int bits) => new((builder, value) => builder.StoreBigUInt(value, bits), slice => slice.LoadBigUInt(bits));

    /// <param name="count">Bytes, 0 to 127.</param>
    public static CellCodec<byte[]> Bytes(int count) => new((builder, value) => builder.StoreBytes(RequireLength(value, count)), slice => slice.LoadBytes(count));

    private static byte[] RequireLength(byte[] value, int count) =>
        value.Length == count ? value : throw new CellFormatException($"Expected {count} bytes, not {value.Length}.");
}
