using Cocoon.Core.Pricing;

namespace Cocoon.Grains.Market;

/// <summary>The reference price. In memory: an index that comes up anew reads the newest batches in the archive.</summary>
public sealed partial class MarketGrain
{
    /// <summary>Batches of each shard that are read, newest first.</summary>
    private const int MaxBatches = 32;

    private static readonly TimeSpan RecallAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RecallAgain = TimeSpan.FromSeconds(30);

    private ReferencePrice _reference = ReferencePrice.Empty;
    private IGrainTimer? _recall;

    public Task Settled(SettledSales sales)
    {
        _reference = _reference.Add(sales);
        return Task.CompletedTask;
    }

    public Task<ReferencePrices?> Reference() => Task.FromResult(_reference.At(time.GetUtcNow()));

    private void StartRecall() =>
        _recall = this.RegisterGrainTimer(static (index, _) => index.Recall(), this, new GrainTimerCreationOptions(RecallAfter, RecallAgain) { Interleave = true });

    private async Task Recall()
    {
        try
        {
            for (var shard = 0; shard < market.Vaults.Count; shard++) await Recall(shard);
            _recall?.Dispose();
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            // The shard is on its way to another silo; the timer asks again.
        }
    }

    private async Task Recall(int shard)
    {
        var next = (await GrainFactory.Settlement(shard).View()).NextSeqno;
        for (var seqno = next; seqno > 0 && next - seqno < MaxBatches; seqno--)
        {
            // A seqno that no batch came to use has no archive.
            if (await GrainFactory.Batch(shard, seqno - 1).Sales(this.GetPrimaryKeyString()) is not { } sales) continue;
            if (sales.At + ReferencePrice.Window <= time.GetUtcNow()) return;
            _reference = _reference.Add(sales);
        }
    }
}
