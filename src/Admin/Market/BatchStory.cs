using Cocoon.Core.Money;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>What was told of one batch.</summary>
public sealed record BatchStory(BatchKey Key)
{
    public DateTimeOffset? CutAt { get; init; }
    public DateTimeOffset? SentAt { get; init; }
    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>How often its payout went to the chain.</summary>
    public int Sends { get; init; }

    /// <summary>How often the vault took the message and paid nothing.</summary>
    public int Rejections { get; init; }

    public Nano? Payouts { get; init; }
    public int? Receipts { get; init; }

    public BatchStory With(MarketEvent news) => news.Kind switch
    {
        MarketEventKind.BatchCut => this with { CutAt = news.At, Payouts = news.Amount, Receipts = news.Count },
        MarketEventKind.BatchSent => this with { SentAt = news.At, Sends = Sends + 1 },
        MarketEventKind.BatchConfirmed => this with { ConfirmedAt = news.At, CutAt = CutAt ?? news.At - news.Elapsed },
        MarketEventKind.BatchRejected => this with { Rejections = Rejections + 1 },
        _ => this,
    };
}
