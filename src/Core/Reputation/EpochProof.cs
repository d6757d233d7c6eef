using System.Collections.Immutable;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Reputation;

/// <summary>Proof that a score is one of those whose hash is on chain.</summary>
/// <param name="Line">The score.</param>
/// <param name="Index">Its place, from 0, which is the header's.</param>
/// <param name="Count">Leaves under the hash, the header included.</param>
/// <param name="Path">Sibling hashes, nearest first.</param>
/// <param name="Root">The epoch's hash.</param>
[GenerateSerializer, Immutable, Alias("cocoon.epoch-proof")]
public sealed record EpochProof(
    [property: Id(0)] EpochLine Line,
    [property: Id(1)] int Index,
    [property: Id(2)] int Count,
    [property: Id(3)] ImmutableList<HexBytes> Path,
    [property: Id(4)] HexBytes Root)
{
    /// <summary>Proofs given at once; a provider that offers more models is proven by its first ones.</summary>
    public const int Most = 16;

    /// <summary>Whether line and path lead to the hash.</summary>
    public bool IsValid() => MerkleTree.Verify(Line.Leaf(), Index, Count, Path, Root);
}
