using Cocoon.Ton.Cells;

namespace Cocoon.Ton.Fees;

/// <summary>How much of the chain a cell tree takes; equal cells count once.</summary>
/// <param name="Bits">Data bits.</param>
/// <param name="Cells">Distinct cells.</param>
public readonly record struct CellUsage(ulong Bits, ulong Cells)
{
    /// <summary>A whole tree, as storage is charged.</summary>
    public static CellUsage Of(Cell root) => Count([root]);

    /// <summary>A message without its root cell, as forwarding and import are charged.</summary>
    public static CellUsage BelowRoot(Cell message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Count(message.Refs);
    }

    private static CellUsage Count(IEnumerable<Cell> roots)
    {
        var seen = new HashSet<Cell>();
        var open = new Stack<Cell>(roots);
        var bits = 0UL;
        while (open.TryPop(out var cell))
        {
            if (!seen.Add(cell)) continue;
            bits += (ulong)cell.BitLength;
            foreach (var child in cell.Refs) open.Push(child);
        }
        return new CellUsage(bits, (ulong)seen.Count);
    }
}
