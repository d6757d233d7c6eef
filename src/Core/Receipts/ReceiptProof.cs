using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Receipts;

/// <summary>Where on chain a receipt is: in a batch whose receipt root a vault's transaction carries.</summary>
/// <param name="Vault">The vault.</param>
/// <param name="Batch">The batch's seqno.</param>
/// <param name="Transaction">Hash of the vault's transaction with the batch.</param>
/// <param name="Index">The receipt's place in the batch, from 0.</param>
/// <param name="Count">Receipts in the batch.</param>
/// <param name="Path">Sibling hashes, nearest first.</param>
/// <param name="Root">The batch's receipt root.</param>
public sealed record ReceiptProof(
    AccountAddress Vault, uint Batch, HexBytes Transaction, int Index, int Count, ImmutableList<HexBytes> Path, HexBytes Root)
{
    /// <summary>Whether the path leads from this receipt to the root.</summary>
    public bool Proves(HexBytes receipt) => MerkleTree.Verify(receipt, Index, Count, Path, Root);
}
