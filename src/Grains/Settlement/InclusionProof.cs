using System.Collections.Immutable;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Settlement;

/// <summary>Proof that a receipt is one of a batch whose root is on chain.</summary>
/// <param name="Receipt">Hash of the receipt.</param>
/// <param name="Index">Its place in the batch, from 0.</param>
/// <param name="Count">Receipts in the batch.</param>
/// <param name="Path">Sibling hashes, nearest first.</param>
/// <param name="Root">The batch's receipt root.</param>
[GenerateSerializer, Immutable, Alias("cocoon.inclusion-proof")]
public sealed record InclusionProof(
    [property: Id(0)] HexBytes Receipt,
    [property: Id(1)] int Index,
    [property: Id(2)] int Count,
    [property: Id(3)] ImmutableList<HexBytes> Path,
    [property: Id(4)] HexBytes Root)
{
    public bool IsValid => MerkleTree.Verify(Receipt, Index, Count, Path, Root);
}
