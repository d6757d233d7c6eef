using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>What was told of one provider since this process started.</summary>
public sealed record ProviderStory(AccountAddress Id)
{
    public DateTimeOffset LastSeen { get; init; }
    public DateTimeOffset? LastJobAt { get; init; }
    public long Leased { get; init; }
    public long Completed { get; init; }
    public long Failed { get; init; }

    /// <summary>Its part of the charges.</summary>
    public Nano Earned { get; init; }

    public LatencyCounts FirstToken { get; init; } = LatencyCounts.Empty;

    /// <summary>Why its evidence was refused last; none when it was accepted since.</summary>
    public RefusalCode Refused { get; init; }

    public bool IsDraining { get; init; }

    public ProviderStory With(MarketEvent news)
    {
        var seen = this with { LastSeen = news.At > LastSeen ? news.At : LastSeen };
        return news.Kind switch
        {
            MarketEventKind.JobLeased => seen with { Leased = Leased + 1, LastJobAt = news.At },
            MarketEventKind.JobCompleted => seen with
            {
                Completed = Completed + 1,
                Earned = Earned + news.Amount - news.Fee,
                LastJobAt = news.At,
                FirstToken = news.ToFirstToken is { } first ? FirstToken.Add(first) : FirstToken,
            },
            MarketEventKind.JobFailed => seen with { Failed = Failed + 1 },
            MarketEventKind.ProviderRegistered => seen with { Refused = RefusalCode.None },
            MarketEventKind.ProviderRefused => seen with { Refused = news.Code },
            MarketEventKind.ProviderDraining => seen with { IsDraining = true },
            MarketEventKind.ProviderResumed => seen with { IsDraining = false },
            _ => seen,
        };
    }
}
