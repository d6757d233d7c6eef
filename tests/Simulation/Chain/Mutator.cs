using Cocoon.Simulation.Randomness;
using Cocoon.Ton.Cells;

namespace Cocoon.Simulation.Tests.Chain;

/// <summary>Damages cells.</summary>
internal sealed class Mutator(Dice dice)
{
    /// <summary>Mostly the cell itself; sometimes one with other bits, fewer, more, or other references.</summary>
    public Cell Maybe(Cell cell, double probability) => dice.Chance(probability) ? Damage(cell) : cell;

    private Cell Damage(Cell cell) => dice.Below(6) switch
    {
        0 => Truncated(cell),
        1 => WithoutLastRef(cell),
        2 => Longer(cell),
        3 => Flipped(cell),
        4 => Rebuilt(cell, cell.BitLength, [.. cell.Refs, Cell.Empty]),
        _ => cell.Refs.Count > 0 ? WithDamagedRef(cell) : Truncated(cell),
    };

    /// <summary>Ends inside a field, most often at a place that matters.</summary>
    private Cell Truncated(Cell cell)
    {
        var length = dice.Pick([0, 31, 32, 33, 95, 96, 97, dice.Below(cell.BitLength + 1), Math.Max(0, cell.BitLength - 1 - dice.Below(40))]);
        return Rebuilt(cell, Math.Min(length, cell.BitLength), cell.Refs);
    }

    private static Cell WithoutLastRef(Cell cell) => Rebuilt(cell, cell.BitLength, [.. cell.Refs.SkipLast(1)]);

    private Cell Longer(Cell cell)
    {
        var added = Math.Min(1 + dice.Below(40), Cell.MaxBits - cell.BitLength);
        var builder = new CellBuilder().StoreCell(cell);
        for (var i = 0; i < added; i++) builder.StoreBit(dice.Chance(0.5));
        return builder.Build();
    }

    private Cell Flipped(Cell cell)
    {
        if (cell.BitLength == 0) return cell;
        var (at, slice, builder) = (dice.Below(cell.BitLength), cell.BeginParse(), new CellBuilder());
        for (var i = 0; i < cell.BitLength; i++) builder.StoreBit(slice.LoadBit() ^ i == at);
        return builder.StoreSlice(slice).Build();
    }

    private Cell WithDamagedRef(Cell cell)
    {
        var refs = cell.Refs.ToArray();
        var at = dice.Below(refs.Length);
        refs[at] = Damage(refs[at]);
        return Rebuilt(cell, cell.BitLength, refs);
    }

    private static Cell Rebuilt(Cell cell, int bits, IReadOnlyList<Cell> refs)
    {
        var builder = new CellBuilder().StoreCell(cell.BeginParse().LoadBits(bits));
        foreach (var child in refs.Take(Cell.MaxRefs)) builder.StoreRef(child);
        return builder.Build();
    }
}
