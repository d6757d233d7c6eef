using Cocoon.Core.Crypto;
using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Registry;

/// <summary>Hashes and public keys in cells: exactly 32 bytes, since any other length would move all that follows.</summary>
internal static class Hash32
{
    private const int Bytes = 32;

    public static CellCodec<HexBytes> Codec { get; } = new((builder, value) => builder.StoreHash(value), slice => slice.LoadHash());

    public static HashmapKey<HexBytes> Key { get; } = new(Bytes * 8, Codec);

    /// <exception cref="CellFormatException">Not 32 bytes.</exception>
    public static CellBuilder StoreHash(this CellBuilder builder, HexBytes hash) => hash.Length == Bytes
        ? builder.StoreBytes(hash.ToArray())
        : throw new CellFormatException($"A hash or public key has {Bytes} bytes, not {hash.Length}.");

    public static HexBytes LoadHash(this CellSlice slice) => new(slice.LoadBytes(Bytes));
}
