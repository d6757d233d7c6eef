using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Receipts;

/// <summary>
/// Merkle tree of RFC 6962 section 2.1 over SHA-256: leaves and nodes are hashed under different prefixes, so neither can
/// pass for the other.
/// </summary>
public static class MerkleTree
{
    /// <summary>The root of an empty list is the hash of nothing, as the RFC has it.</summary>
    public static HexBytes Root(IReadOnlyList<HexBytes> leaves) =>
        leaves.Count == 0 ? new HexBytes(SHA256.HashData([])) : new HexBytes(Root(Leaves(leaves)));

    /// <summary>The audit path of one leaf, nearest sibling first.</summary>
    public static IReadOnlyList<HexBytes> Proof(IReadOnlyList<HexBytes> leaves, int index)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(index);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(index, leaves.Count);
        var path = new List<HexBytes>();
        Descend(Leaves(leaves), index, path);
        return path;
    }

    /// <summary>Whether <paramref name="leaf"/> stands at <paramref name="index"/> of the <paramref name="count"/> leaves under <paramref name="root"/>.</summary>
    public static bool Verify(HexBytes leaf, int index, int count, IReadOnlyList<HexBytes> proof, HexBytes root)
    {
        if (index < 0 || index >= count) return false;
        var used = 0;
        var computed = Climb(LeafHash(leaf), index, count, proof, ref used);
        return computed is not null && used == proof.Count && new HexBytes(computed) == root;
    }

    private static byte[][] Leaves(IReadOnlyList<HexBytes> leaves)
    {
        var hashes = new byte[leaves.Count][];
        for (var i = 0; i < hashes.Length; i++) hashes[i] = LeafHash(leaves[i]);
        return hashes;
    }

    private static byte[] Root(ReadOnlySpan<byte[]> leaves)
    {
        if (leaves.Length == 1) return leaves[0];
        var split = SplitAt(leaves.Length);
        return NodeHash(Root(leaves[..split]), Root(leaves[split..]));
    }

    private static byte[] Descend(ReadOnlySpan<byte[]> leaves, int index, List<HexBytes> path)
    {
        if (leaves.Length == 1) return leaves[0];
        var split = SplitAt(leaves.Length);
        byte[] left, right;
        if (index < split)
        {
            left = Descend(leaves[..split], index, path);
            right = Root(leaves[split..]);
            path.Add(new HexBytes(right));
        }
        else
        {
            left = Root(leaves[..split]);
            right = Descend(leaves[split..], index - split, path);
            path.Add(new HexBytes(left));
        }
        return NodeHash(left, right);
    }

    private static byte[]? Climb(byte[] leaf, int index, int count, IReadOnlyList<HexBytes> proof, ref int used)
    {
        if (count == 1) return leaf;
        var split = SplitAt(count);
        var below = index < split
            ? Climb(leaf, index, split, proof, ref used)
            : Climb(leaf, index - split, count - split, proof, ref used);
        if (below is null || used >= proof.Count || proof[used].Length != SHA256.HashSizeInBytes) return null;
        var sibling = proof[used++].ToArray();
        return index < split ? NodeHash(below, sibling) : NodeHash(sibling, below);
    }

    /// <summary>The largest power of two below <paramref name="count"/>.</summary>
    private static int SplitAt(int count) => 1 << (31 - int.LeadingZeroCount(count - 1));

    private static byte[] LeafHash(HexBytes leaf) => SHA256.HashData([0, .. leaf.ToArray()]);

    private static byte[] NodeHash(byte[] left, byte[] right) => SHA256.HashData([1, .. left, .. right]);
}
