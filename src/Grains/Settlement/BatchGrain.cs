using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Grains.Settlement;

/// <summary>Written once, read for ever: keeps the settlement shard's own record small (docs/settlement.md).</summary>
[GrainType("batch")]
public sealed class BatchGrain(
    [PersistentState("batch", Stores.Ledger)] IPersistentState<BatchArchive> record,
    TimeProvider time) : StateMachineGrain<BatchArchive>(record, time), IBatchGrain
{
    public async Task Archive(Batch batch)
    {
        await Refresh();
        Invariant.Require(batch.Status == BatchStatus.Confirmed, "I7", "only a confirmed batch is archived");
        Invariant.Require(State.Batch is null || State.Batch.ReceiptRoot == batch.ReceiptRoot, "I7", $"two batches with seqno {batch.Seqno}");
        if (State.Batch is null) await Commit(_ => Step<BatchArchive>.To(new BatchArchive { Batch = batch }));
    }

    public async Task<Batch?> View()
    {
        // An archive never changes once it is there.
        if (State.Batch is null) await Refresh();
        return State.Batch;
    }

    public async Task<SettledSales?> Sales(string model)
    {
        if (await View() is not { } batch) return null;
        var shard = int.Parse(this.GetPrimaryKeyString().AsSpan(0, this.GetPrimaryKeyString().IndexOf('/', StringComparison.Ordinal)), CultureInfo.InvariantCulture);
        return SettledSales.Of(shard, batch.Seqno, batch.ConfirmedAt ?? batch.CutAt, batch.Receipts).GetValueOrDefault(model);
    }

    public async Task<InclusionProof?> Proof(HexBytes receipt)
    {
        if (await View() is not { } batch) return null;
        var leaves = batch.Receipts.ConvertAll(line => line.Hash);
        var index = leaves.IndexOf(receipt);
        return index < 0 ? null : new InclusionProof(receipt, index, leaves.Count, [.. MerkleTree.Proof(leaves, index)], batch.ReceiptRoot);
    }

    public async Task<EarningsProof?> EarningsProof(AccountAddress provider)
    {
        if (await View() is not { } batch || batch.Earnings.FindIndex(entry => entry.Provider == provider) is not (>= 0 and var index))
            return null;
        var leaves = batch.Earnings.ConvertAll(entry => entry.Leaf());
        return new EarningsProof(batch.Earnings[index], index, leaves.Count, [.. MerkleTree.Proof(leaves, index)], batch.EarningsRoot, batch.Seqno);
    }
}
