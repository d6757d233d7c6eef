using Cocoon.Core.Receipts;

namespace Cocoon.Core.Audit;

/// <summary>A receipt that settlement has taken.</summary>
/// <param name="Line">What settlement knows of it.</param>
/// <param name="Shard">Who took it.</param>
/// <param name="Batch">Seqno of its batch; null while it waits for one.</param>
internal readonly record struct SettledReceipt(ReceiptLine Line, int Shard, uint? Batch)
{
    public override string ToString() => Batch is { } seqno ? $"batch {new BatchId(Shard, seqno)}" : $"shard {Shard}'s queue";
}
