using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>Written once, read for ever: keeps the settlement shard's own record small (docs/settlement.md).</summary>
public sealed class BatchGrain(
    [PersistentState("batch", Stores.Ledger)] IPersistentState<BatchArchive> record) : StateMachineGrain<BatchArchive>(record), IBatchGrain
{
    public Task Archive(Batch batch)
    {
        Invariant.Require(batch.Status == BatchStatus.Confirmed, "I7", "only a confirmed batch is archived");
        Invariant.Require(State.Batch is null || State.Batch.ReceiptRoot == batch.ReceiptRoot, "I7", $"two batches with seqno {batch.Seqno}");
        return State.Batch is not null ? Task.CompletedTask : Commit(_ => Step<BatchArchive>.To(new BatchArchive { Batch = batch }));
    }

    public Task<Batch?> View() => Task.FromResult(State.Batch);

    public Task<InclusionProof?> Proof(HexBytes receipt)
    {
        if (State.Batch is not { } batch) return Task.FromResult<InclusionProof?>(null);
        var leaves = batch.Receipts.ConvertAll(line => line.Hash);
        var index = leaves.IndexOf(receipt);
        return Task.FromResult(index < 0
            ? null
            : new InclusionProof(receipt, index, leaves.Count, [.. MerkleTree.Proof(leaves, index)], batch.ReceiptRoot));
    }

    public Task<EarningsProof?> EarningsProof(AccountAddress provider)
    {
        if (State.Batch is not { } batch || batch.Earnings.FindIndex(entry => entry.Provider == provider) is not (>= 0 and var index))
            return Task.FromResult<EarningsProof?>(null);
        var leaves = batch.Earnings.ConvertAll(entry => entry.Leaf());
        return Task.FromResult<EarningsProof?>(new EarningsProof(
            batch.Earnings[index], index, leaves.Count, [.. MerkleTree.Proof(leaves, index)], batch.EarningsRoot, batch.Seqno));
    }
}
