using Cocoon.Core.Money;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>Sums over everything told since this process started.</summary>
public sealed record Totals
{
    public static readonly Totals Zero = new();

    public long Started { get; init; }
    public long Completed { get; init; }
    public long Failed { get; init; }
    public long Tokens { get; init; }

    /// <summary>Charges of all completed jobs.</summary>
    public Nano Revenue { get; init; }

    /// <summary>The market's part of them.</summary>
    public Nano Fees { get; init; }

    /// <summary>Events that were dropped before they could be read: the sums are that much too low.</summary>
    public long Missed { get; init; }

    public Totals With(MarketEvent news) => news.Kind switch
    {
        MarketEventKind.JobStarted => this with { Started = Started + 1 },
        MarketEventKind.JobFailed => this with { Failed = Failed + 1 },
        MarketEventKind.JobCompleted => this with
        {
            Completed = Completed + 1, Tokens = Tokens + news.Tokens.Total, Revenue = Revenue + news.Amount, Fees = Fees + news.Fee,
        },
        _ => this,
    };
}
