using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>One settlement shard with its archive.</summary>
internal sealed class ShardBooks
{
    public ShardBooks(int shard, SettlementState state, IEnumerable<KeyValuePair<BatchId, Batch>> archive)
    {
        Shard = shard;
        State = state;
        Archive = [.. archive.OrderBy(entry => entry.Key)];
        var last = Archive.Count > 0 ? Archive[^1].Value : null;
        OpenIsArchived = state.Open is { Status: BatchStatus.Claimed, Sighting: not null } open && last is not null
            && last.Seqno == open.Seqno && last.ReceiptRoot == open.ReceiptRoot && last.EarningsRoot == open.EarningsRoot;
    }

    public int Shard { get; }
    public SettlementState State { get; }

    /// <summary>In seqno order.</summary>
    public IReadOnlyList<KeyValuePair<BatchId, Batch>> Archive { get; }

    /// <summary>A legal moment: a batch is archived first and closed afterwards, so it may be in both places until the second write.</summary>
    public bool OpenIsArchived { get; }

    public string Name => $"shard {Shard}";

    /// <summary>Archived batches that the shard has closed: those whose payouts count as paid.</summary>
    public IEnumerable<Batch> Closed => Archive.Select(entry => entry.Value).Take(Archive.Count - (OpenIsArchived ? 1 : 0));

    /// <summary>All batches that were cut, each once.</summary>
    public IEnumerable<Batch> Cut => State.Open is { } open ? Closed.Append(open) : Closed;

    /// <summary>All receipts the shard has taken, with the batch they are in, if any.</summary>
    public IEnumerable<(ReceiptLine Line, uint? Batch)> Lines =>
        Cut.SelectMany(batch => batch.Receipts.Select(line => (line, (uint?)batch.Seqno))).Concat(State.Pending.Select(line => (line, (uint?)null)));
}
