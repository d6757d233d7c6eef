using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>What was told of one channel since this process started.</summary>
public sealed record ChannelStory(AccountAddress Id)
{
    public DateTimeOffset LastSeen { get; init; }
    public long Completed { get; init; }
    public long Failed { get; init; }

    /// <summary>Charges of the jobs seen.</summary>
    public Nano Charged { get; init; }

    /// <summary>Cumulative amount of the newest voucher; null when none was seen.</summary>
    public Nano? Vouched { get; init; }

    /// <summary>Receipts handed to settlement.</summary>
    public long Pushed { get; init; }

    public bool IsClosing { get; init; }

    public ChannelStory With(MarketEvent news)
    {
        var seen = this with { LastSeen = news.At > LastSeen ? news.At : LastSeen };
        return news.Kind switch
        {
            MarketEventKind.JobCompleted => seen with { Completed = Completed + 1, Charged = Charged + news.Amount },
            MarketEventKind.JobFailed => seen with { Failed = Failed + 1 },
            MarketEventKind.VoucherAccepted => seen with { Vouched = Vouched is { } known ? Nano.Max(known, news.Amount) : news.Amount },
            MarketEventKind.ReceiptsPushed => seen with { Pushed = Pushed + news.Count },
            MarketEventKind.ChannelOpened => seen with { IsClosing = false },
            MarketEventKind.ChannelClosing => seen with { IsClosing = true },
            _ => seen,
        };
    }
}
