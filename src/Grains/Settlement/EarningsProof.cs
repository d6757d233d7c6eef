using System.Collections.Immutable;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>Proof of a provider's earnings under a batch's earnings root: its ticket to the vault if the market is ever gone.</summary>
/// <param name="Entry">The provider's line.</param>
/// <param name="Index">Its place, from 0.</param>
/// <param name="Count">Lines under the root.</param>
/// <param name="Path">Sibling hashes, nearest first.</param>
/// <param name="Root">The batch's earnings root.</param>
/// <param name="Seqno">The batch.</param>
[GenerateSerializer, Immutable, Alias("cocoon.earnings-proof")]
public sealed record EarningsProof(
    [property: Id(0)] EarningsEntry Entry,
    [property: Id(1)] int Index,
    [property: Id(2)] int Count,
    [property: Id(3)] ImmutableList<HexBytes> Path,
    [property: Id(4)] HexBytes Root,
    [property: Id(5)] uint Seqno)
{
    public bool IsValid => MerkleTree.Verify(Entry.Leaf(), Index, Count, Path, Root);
}
