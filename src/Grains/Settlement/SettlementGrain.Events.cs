using System.Diagnostics;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Events;

namespace Cocoon.Grains.Settlement;

/// <summary>What people learn of a shard. Called right after the write that makes it true.</summary>
public sealed partial class SettlementGrain
{
    private readonly TraceLinks _pushed = new();
    private ActivityContext _cut;

    /// <summary>Tells of a cut, and starts the trace that the batch's later steps belong to.</summary>
    private void TellCut(Batch batch)
    {
        using var span = _pushed.Start("cocoon.batch");
        span?.SetTag("cocoon.shard", Shard).SetTag("cocoon.batch", batch.Seqno).SetTag("cocoon.receipts", batch.Receipts.Count);
        _cut = span?.Context ?? default;
        Tell(MarketEventKind.BatchCut, batch);
    }

    private Activity? InBatch(string name) => MarketTrace.Source.StartActivity(name, ActivityKind.Internal, _cut);

    private void Tell(MarketEventKind kind, Batch batch) => this.Tell(new MarketEvent
    {
        Kind = kind,
        At = Time.GetUtcNow(),
        Shard = Shard,
        Seqno = batch.Seqno,
        Amount = batch.PayoutTotal,
        Fee = batch.FeeTotal,
        Count = batch.Receipts.Count,
        Elapsed = batch.ConfirmedAt - batch.CutAt,
    });

    private void Show()
    {
        if (this.Gauges() is not { } gauges) return;
        var open = State.Open?.Receipts;
        // Batches are cut oldest first, so the oldest receipt is the open batch's first.
        var oldest = open is { IsEmpty: false } ? open[0] : State.Pending.IsEmpty ? null : State.Pending[0];
        var owed = State.Providers.Values.Aggregate(Nano.Zero, (sum, tally) => sum + tally.Accepted - tally.Paid - tally.Drawn);
        gauges.Settlement(Shard, (open?.Count ?? 0) + State.Pending.Count, owed, State.Differences.Count, oldest?.EndedAt);
    }
}
