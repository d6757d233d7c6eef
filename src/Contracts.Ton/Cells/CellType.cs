namespace Cocoon.Ton.Cells;

/// <summary>Kinds of cells. All but ordinary ones are called exotic; the numbers are the first byte of their data.</summary>
public enum CellType
{
    /// <summary>Data and references, as contracts use them.</summary>
    Ordinary = 0,

    /// <summary>Stands for a subtree that a proof leaves out: its hashes and depths.</summary>
    PrunedBranch = 1,

    /// <summary>The hash of a cell in the masterchain's collection of libraries.</summary>
    LibraryReference = 2,

    /// <summary>A partial tree and the hash of the whole one.</summary>
    MerkleProof = 3,

    /// <summary>Two partial trees, before and after a change.</summary>
    MerkleUpdate = 4,
}
