using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Cocoon.Ton.Cells;

/// <summary>
/// Hashes and depths of cells: SHA-256 over descriptors, data, the references' depths and their hashes, once per level at
/// which the cell differs. Source: TVM white paper, 3.1.4 to 3.1.7, and the node's DataCell.
/// </summary>
internal static class CellHasher
{
    private const int HashBytes = 32;
    private const int LongestRepresentation = 2 + 128 + Cell.MaxRefs * (2 + HashBytes);

    /// <summary>Computes all hashes; the highest level's goes to <paramref name="hash"/>. Returns its depth.</summary>
    public static int Hash(Cell cell, Span<LevelHash> lower, Span<byte> hash)
    {
        if (lower.IsEmpty) return HashLevel(cell, cell.Level, cell.LevelMask, default, hash);
        var index = 0;
        for (var level = 0; ; level++)
        {
            if (level > 0 && (cell.LevelMask & 1u << (level - 1)) == 0) continue;
            var data = index == 0 ? default : lower[index - 1].Hash;
            var mask = cell.LevelMask & ((1u << level) - 1);
            if (index == lower.Length) return HashLevel(cell, level, mask, data, hash);
            var below = new byte[HashBytes];
            lower[index++] = new LevelHash(below, HashLevel(cell, level, mask, data, below));
        }
    }

    /// <param name="cell">The cell.</param>
    /// <param name="level">Level that is hashed.</param>
    /// <param name="mask">Level mask in its descriptor.</param>
    /// <param name="lowerHash">Stands for the data above the lowest level; empty at that one.</param>
    /// <param name="hash">Takes the hash.</param>
    [SkipLocalsInit] // every byte that is hashed is written before
    private static int HashLevel(Cell cell, int level, uint mask, ReadOnlySpan<byte> lowerHash, Span<byte> hash)
    {
        Span<byte> bytes = stackalloc byte[LongestRepresentation];
        bytes[0] = cell.RefsDescriptor(mask);
        bytes[1] = cell.BitsDescriptor;
        var at = 2;
        if (lowerHash.IsEmpty)
        {
            cell.WriteData(bytes[at..]);
            at += cell.Data.Length;
        }
        else
        {
            lowerHash.CopyTo(bytes[at..]);
            at += HashBytes;
        }
        // A proof raises the level: what is below it is seen from one level up.
        var childLevel = cell.Type is CellType.MerkleProof or CellType.MerkleUpdate ? level + 1 : level;
        var deepest = -1;
        foreach (var child in cell.RefSpan)
        {
            var depth = child.DepthAt(childLevel);
            deepest = Math.Max(deepest, depth);
            BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], (ushort)depth);
            at += 2;
        }
        if (deepest >= Cell.MaxDepth) throw new CellFormatException($"Cells are nested deeper than {Cell.MaxDepth}.");
        foreach (var child in cell.RefSpan)
        {
            child.HashAt(childLevel).CopyTo(bytes[at..]);
            at += HashBytes;
        }
        SHA256.HashData(bytes[..at], hash);
        return deepest + 1;
    }
}
