namespace Cocoon.Ton.Cells;

/// <summary>
/// Bytes of any length in a chain of cells: each holds what fits and refers to the next. Source: TEP-64, "snake format".
/// </summary>
public static class Snake
{
    /// <summary>Bytes in a cell at most.</summary>
    private const int CellBytes = Cell.MaxBits / 8;

    /// <summary>Completes a cell that was begun with whole bytes.</summary>
    /// <exception cref="CellFormatException">More than a chain of 1,024 cells holds.</exception>
    public static Cell Write(CellBuilder builder, ReadOnlySpan<byte> bytes)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var head = Math.Min(bytes.Length, builder.BitsLeft / 8);
        var rest = bytes[head..];
        Cell? next = null;
        // Cells are built from the last one on; only that one may be part-filled.
        for (var end = rest.Length; end > 0;)
        {
            var start = (end - 1) / CellBytes * CellBytes;
            var cell = new CellBuilder().StoreBytes(rest[start..end]);
            next = (next is null ? cell : cell.StoreRef(next)).Build();
            end = start;
        }
        builder.StoreBytes(bytes[..head]);
        return (next is null ? builder : builder.StoreRef(next)).Build();
    }

    /// <summary>All that is left of a slice, and the chain of its first references.</summary>
    /// <exception cref="CellFormatException">A cell of the chain does not hold whole bytes, or refers to more than one other.</exception>
    public static byte[] Read(CellSlice slice)
    {
        ArgumentNullException.ThrowIfNull(slice);
        using var bytes = new MemoryStream();
        for (; ; slice = slice.LoadRef().BeginParse())
        {
            if (slice.BitsLeft % 8 != 0) throw new CellFormatException("Text in cells is made of whole bytes.");
            if (slice.RefsLeft > 1) throw new CellFormatException("A cell of a text refers to more than the next one.");
            bytes.Write(slice.LoadBytes(slice.BitsLeft / 8));
            if (slice.RefsLeft == 0) return bytes.ToArray();
        }
    }
}
