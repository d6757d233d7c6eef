namespace Cocoon.Ton.Cells;

/// <summary>Keys of one kind and width.</summary>
public sealed record HashmapKey<T>
{
    /// <param name="bits">Width of every key, 1 to 1023.</param>
    /// <param name="codec">Writes and reads exactly that many bits.</param>
    public HashmapKey(int bits, CellCodec<T> codec)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, Cell.MaxBits);
        Bits = bits;
        Codec = codec;
    }

    public int Bits { get; }

    public CellCodec<T> Codec { get; }

    internal byte[] ToBytes(T key)
    {
        var builder = new CellBuilder();
        Codec.Store(builder, key);
        var cell = builder.Build();
        return cell.BitLength == Bits && cell.Refs.Count == 0
            ? cell.Data.ToArray()
            : throw new CellFormatException($"A key of this dictionary has {Bits} bits, not {cell.BitLength}.");
    }

    internal T FromBytes(byte[] bits)
    {
        var key = new CellSlice(new Cell(bits, Bits, []));
        return Codec.Load(key);
    }
}
