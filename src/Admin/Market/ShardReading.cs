using Cocoon.Grains.Settlement;

namespace Cocoon.Admin.Market;

/// <summary>A settlement shard as its grain showed it.</summary>
/// <param name="View">What it showed.</param>
/// <param name="At">When.</param>
/// <param name="PendingSince">Since when receipts wait for a batch, as far as was seen; null when none do.</param>
public sealed record ShardReading(SettlementView View, DateTimeOffset At, DateTimeOffset? PendingSince)
{
    /// <summary>Since when the oldest receipt waits that is not final on chain; null when none does.</summary>
    public DateTimeOffset? OldestReceipt => View.Open is { Receipts: { IsEmpty: false } receipts }
        ? receipts.Min(line => line.EndedAt)
        : PendingSince;

    public static ShardReading Next(ShardReading? before, SettlementView view, DateTimeOffset now) =>
        new(view, now, view.Pending == 0 ? null : before?.PendingSince ?? now);
}
