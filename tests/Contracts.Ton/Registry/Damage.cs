using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Tests.Registry;

/// <summary>Cells that a reader of a fixed layout must refuse.</summary>
internal static class Damage
{
    /// <summary>The cell with a bit or a reference too few or too many in its root, and the same of what its root refers to.</summary>
    public static IEnumerable<Cell> Of(Cell cell)
    {
        foreach (var damaged in OfRoot(cell)) yield return damaged;
        for (var i = 0; i < cell.Refs.Count; i++)
        {
            foreach (var damaged in OfRoot(cell.Refs[i])) yield return WithReference(cell, i, damaged);
        }
    }

    public static Cell WithReference(Cell cell, int index, Cell reference) => Build(cell.BeginParse().LoadBits(cell.BitLength), cell.Refs.Select((old, i) => i == index ? reference : old));

    private static IEnumerable<Cell> OfRoot(Cell cell)
    {
        yield return Cell.Empty;
        yield return Build(cell.BeginParse().LoadBits(cell.BitLength - 1), cell.Refs);
        yield return Build(new CellBuilder().StoreCell(cell.BeginParse().LoadBits(cell.BitLength)).StoreBit(true).Build(), cell.Refs);
        if (cell.Refs.Count > 0) yield return Build(cell.BeginParse().LoadBits(cell.BitLength), cell.Refs.SkipLast(1));
        if (cell.Refs.Count < Cell.MaxRefs) yield return Build(cell.BeginParse().LoadBits(cell.BitLength), cell.Refs.Append(Cell.Empty));
    }

    private static Cell Build(Cell bits, IEnumerable<Cell> references)
    {
        var builder = new CellBuilder().StoreCell(bits);
        foreach (var reference in references) builder.StoreRef(reference);
        return builder.Build();
    }
}
