using Cocoon.Core.Money;

namespace Cocoon.Admin.Market;

/// <summary>The figures of the overview. Rates are over the last minute, latencies over the last five.</summary>
public sealed record MarketNumbers
{
    private static readonly TimeSpan RateTime = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan LatencyTime = TimeSpan.FromMinutes(5);

    public required double JobsPerSecond { get; init; }
    public required double TokensPerSecond { get; init; }

    /// <summary>Share of jobs that failed, 0 to 1; null when none ended.</summary>
    public required double? Failing { get; init; }

    public required TimeSpan? FirstTokenP50 { get; init; }
    public required TimeSpan? FirstTokenP99 { get; init; }

    /// <summary>Signed by clients and not yet claimed on chain.</summary>
    public required Nano Exposure { get; init; }

    /// <summary>Earned by providers and not yet paid on chain.</summary>
    public required Nano Owed { get; init; }

    /// <summary>How long the oldest receipt waits that is not final on chain; null when none does.</summary>
    public required TimeSpan? SettlementLag { get; init; }

    /// <summary>Where books and chain differ.</summary>
    public required int Differences { get; init; }

    public static MarketNumbers From(MarketPicture picture, DateTimeOffset now)
    {
        var minute = picture.Activity.Last(RateTime, now);
        var first = LatencyCounts.Sum(picture.Activity.Last(LatencyTime, now).Select(step => step.FirstToken));
        var (completed, failed) = (minute.Sum(step => step.Completed), minute.Sum(step => step.Failed));
        var shards = picture.Shards.Values.Select(shard => shard.View).ToArray();
        return new MarketNumbers
        {
            JobsPerSecond = completed / RateTime.TotalSeconds,
            TokensPerSecond = minute.Sum(step => step.PromptTokens + step.CompletionTokens) / RateTime.TotalSeconds,
            Failing = completed + failed == 0 ? null : (double)failed / (completed + failed),
            FirstTokenP50 = first.Quantile(0.5),
            FirstTokenP99 = first.Quantile(0.99),
            Exposure = shards.Aggregate(Nano.Zero, (sum, shard) => sum + shard.Unclaimed),
            Owed = shards.Aggregate(Nano.Zero, (sum, shard) => sum + (shard.Accepted - shard.Paid)),
            SettlementLag = picture.Shards.Values.Min(shard => shard.OldestReceipt) is { } oldest ? now - oldest : null,
            Differences = shards.Sum(shard => shard.Differences.Count),
        };
    }
}
