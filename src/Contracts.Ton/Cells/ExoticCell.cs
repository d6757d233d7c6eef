using System.Buffers.Binary;
using System.Numerics;

namespace Cocoon.Ton.Cells;

/// <summary>Layouts of exotic cells and what makes them sound. Source: the node's DataCell, TL-B of the white paper 3.1.7.</summary>
internal static class ExoticCell
{
    private const int HashBits = 256;
    private const int DepthBits = 16;
    private const int TypeBits = 8;
    private const int MaskBits = 8;

    /// <summary>The type by the first byte; bit lengths and reference counts are checked.</summary>
    public static CellType TypeOf(Cell cell)
    {
        if (cell.BitLength < TypeBits) throw new CellFormatException("An exotic cell lacks its type.");
        var type = (CellType)cell.Data[0];
        var (bits, refs) = type switch
        {
            CellType.PrunedBranch => (TypeBits + MaskBits + PrunedLevels(cell) * (HashBits + DepthBits), 0),
            CellType.LibraryReference => (TypeBits + HashBits, 0),
            CellType.MerkleProof => (TypeBits + HashBits + DepthBits, 1),
            CellType.MerkleUpdate => (TypeBits + 2 * (HashBits + DepthBits), 2),
            _ => throw new CellFormatException($"No exotic cell has type {cell.Data[0]}."),
        };
        if (cell.BitLength != bits || cell.RefSpan.Length != refs)
            throw new CellFormatException($"A cell of type {type} has {bits} bits and {refs} references, not {cell.BitLength} and {cell.RefSpan.Length}.");
        return type;
    }

    public static uint LevelMaskOf(Cell cell)
    {
        if (cell.Type == CellType.PrunedBranch) return cell.Data[1];
        var mask = 0u;
        foreach (var child in cell.RefSpan) mask |= child.LevelMask;
        return cell.Type is CellType.MerkleProof or CellType.MerkleUpdate ? mask >> 1 : mask;
    }

    /// <summary>The hashes and depths that a proof or update states are those of its children.</summary>
    public static void RequireSound(Cell cell)
    {
        if (cell.Type is CellType.MerkleProof or CellType.MerkleUpdate)
        {
            for (var i = 0; i < cell.RefSpan.Length; i++)
            {
                var child = cell.RefSpan[i];
                var depths = 1 + cell.RefSpan.Length * 32;
                if (!cell.Data.Slice(1 + i * 32, 32).SequenceEqual(child.HashAt(0)) || Number(cell, depths + i * 2) != child.DepthAt(0))
                    throw new CellFormatException("A Merkle proof or update states another hash or depth than its content has.");
            }
        }
        else if (cell.Type == CellType.PrunedBranch)
        {
            for (var i = 0; i < PrunedLevels(cell); i++)
                if (PrunedDepth(cell, i) > Cell.MaxDepth) throw new CellFormatException($"Cells are nested deeper than {Cell.MaxDepth}.");
        }
    }

    public static ReadOnlySpan<byte> PrunedHash(Cell cell, int index) => cell.Data.Slice(2 + index * 32, 32);

    public static int PrunedDepth(Cell cell, int index) => Number(cell, 2 + PrunedLevels(cell) * 32 + index * 2);

    private static int Number(Cell cell, int at) => BinaryPrimitives.ReadUInt16BigEndian(cell.Data[at..]);

    private static int PrunedLevels(Cell cell)
    {
        if (cell.BitLength < TypeBits + MaskBits || cell.Data[1] is < 1 or > 7) throw new CellFormatException("A pruned branch has a level of 1 to 3.");
        return BitOperations.PopCount(cell.Data[1]);
    }
}
