namespace Cocoon.Ton.Cells;

/// <summary>
/// Merkle proofs: a cell tree in which all that does not matter is pruned, and which still has the hash of the whole. That
/// the proof's own hashes fit its content is checked when its cells are read; here it is tied to a hash that is trusted.
/// </summary>
public static class MerkleProof
{
    /// <summary>
    /// The proven tree, to be read like the whole one; where something is pruned, reading throws. Look dictionaries up with
    /// <see cref="Hashmap{TKey,TValue}.TryFind"/>.
    /// </summary>
    /// <param name="proof">A cell of type <see cref="CellType.MerkleProof"/>.</param>
    /// <param name="trustedHash">Hash of the whole tree's root, 32 bytes, from a source that is trusted.</param>
    /// <exception cref="CellFormatException">Not a proof, or a proof of another tree.</exception>
    public static Cell Open(Cell proof, ReadOnlySpan<byte> trustedHash)
    {
        ArgumentNullException.ThrowIfNull(proof);
        if (proof.Type != CellType.MerkleProof) throw new CellFormatException($"Expected a Merkle proof, found a cell of type {proof.Type}.");
        if (proof.Level != 0) throw new CellFormatException("The Merkle proof is itself part of a larger proof.");
        return proof.Refs[0].HashAt(0).SequenceEqual(trustedHash)
            ? proof.Refs[0]
            : throw new CellFormatException("The Merkle proof is of another tree: its hash is not the trusted one.");
    }

    /// <summary>A proof of a tree in which each cell that <paramref name="keep"/> does not name is pruned.</summary>
    /// <param name="root">The whole tree; no part of a proof.</param>
    /// <param name="keep">Whether a cell stays; its parents must stay, too.</param>
    public static Cell Create(Cell root, Func<Cell, bool> keep)
    {
        ArgumentNullException.ThrowIfNull(root);
        if (root.Level != 0) throw new CellFormatException("A proof is made of a whole tree, not of a part of one.");
        var made = new Dictionary<Cell, Cell>();
        var partial = Keep(root);
        return new CellBuilder()
            .StoreUInt((ulong)CellType.MerkleProof, 8)
            .StoreBytes(root.Hash)
            .StoreUInt((ulong)root.Depth, 16)
            .StoreRef(partial)
            .BuildExotic();

        Cell Keep(Cell cell)
        {
            if (made.TryGetValue(cell, out var done)) return done;
            if (cell != root && !keep(cell)) return made[cell] = Prune(cell);
            return made[cell] = cell.IsExotic ? cell : new Cell(cell.Data.ToArray(), cell.BitLength, [.. cell.Refs.Select(Keep)]);
        }
    }

    private static Cell Prune(Cell cell) => new CellBuilder()
        .StoreUInt((ulong)CellType.PrunedBranch, 8)
        .StoreUInt(1, 8)                // level
        .StoreBytes(cell.Hash)
        .StoreUInt((ulong)cell.Depth, 16)
        .BuildExotic();
}
