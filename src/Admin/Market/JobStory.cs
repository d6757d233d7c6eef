using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>What was told of one job.</summary>
public sealed record JobStory(JobId Id)
{
    /// <summary>Most steps kept: a job has about eight.</summary>
    public const int MaxSteps = 24;

    public ImmutableList<JobStep> Steps { get; init; } = [];
    public AccountAddress? Channel { get; init; }
    public AccountAddress? Provider { get; init; }
    public string? Model { get; init; }
    public TokenCounts Tokens { get; init; }

    /// <summary>What it cost; null until it is charged.</summary>
    public Nano? Charge { get; init; }

    public TimeSpan? FirstToken { get; init; }
    public RefusalCode Code { get; init; }

    /// <summary>The furthest that it came.</summary>
    public MarketEventKind Status { get; init; }

    public DateTimeOffset? StartedAt => Steps.IsEmpty ? null : Steps[0].At;

    public bool IsOver => Status is MarketEventKind.JobCompleted or MarketEventKind.JobFailed;

    public JobStory With(MarketEvent news, string silo) => this with
    {
        Steps = Insert(new JobStep(news.Kind, news.At, silo, news.Elapsed, news.Code)),
        Channel = news.Channel ?? Channel,
        Provider = news.Provider ?? Provider,
        Model = news.Model ?? Model,
        Tokens = news.Kind == MarketEventKind.JobCompleted ? news.Tokens : Tokens,
        Charge = news.Kind == MarketEventKind.JobCompleted ? news.Amount : Charge,
        FirstToken = news.Kind == MarketEventKind.FirstToken ? news.Elapsed : news.ToFirstToken ?? FirstToken,
        Code = news.Kind == MarketEventKind.JobFailed ? news.Code : Code,
        Status = Further(news.Kind),
    };

    /// <summary>In the order of their clocks: the events of two silos come in turns.</summary>
    private ImmutableList<JobStep> Insert(JobStep step)
    {
        if (Steps.Count >= MaxSteps) return Steps;
        var place = Steps.FindLastIndex(other => other.At <= step.At) + 1;
        return Steps.Insert(place, step);
    }

    private MarketEventKind Further(MarketEventKind kind)
    {
        if (IsOver || kind is not (MarketEventKind.JobStarted or MarketEventKind.JobLeased or MarketEventKind.JobBegun or MarketEventKind.JobCompleted or MarketEventKind.JobFailed)) return Status;
        return kind > Status ? kind : Status;
    }
}
