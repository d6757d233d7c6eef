using System.Collections.Immutable;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>The market's last hour in steps. Immutable.</summary>
public sealed class Activity
{
    /// <summary>Length of a step.</summary>
    public static readonly TimeSpan Step = TimeSpan.FromSeconds(5);

    /// <summary>Steps kept: one hour.</summary>
    public const int MaxSteps = 720;

    public static readonly Activity Empty = new(ImmutableSortedDictionary<long, ActivityBucket>.Empty);

    private readonly ImmutableSortedDictionary<long, ActivityBucket> _steps;

    private Activity(ImmutableSortedDictionary<long, ActivityBucket> steps) => _steps = steps;

    /// <param name="news">What happened.</param>
    /// <param name="now">The present; a silo's clock that runs ahead does not count.</param>
    public Activity Apply(MarketEvent news, DateTimeOffset now)
    {
        var index = Index(news.At < now ? news.At : now);
        if (index <= Index(now) - MaxSteps) return this;
        var before = _steps.GetValueOrDefault(index) ?? new ActivityBucket(Start(index));
        var after = Count(before, news);
        return ReferenceEquals(before, after) ? this : new(Trim(_steps.SetItem(index, after), Index(now)));
    }

    /// <summary>All steps of a time that ends now, empty ones too; without the one that is not over yet.</summary>
    public ImmutableArray<ActivityBucket> Last(TimeSpan time, DateTimeOffset now)
    {
        var end = Index(now);
        var count = Math.Clamp((int)(time / Step), 1, MaxSteps - 1);
        return [.. Enumerable.Range(0, count).Select(i => end - count + i).Select(index => _steps.GetValueOrDefault(index) ?? new ActivityBucket(Start(index)))];
    }

    private static ActivityBucket Count(ActivityBucket step, MarketEvent news) => news.Kind switch
    {
        MarketEventKind.JobStarted => step with { Started = step.Started + 1 },
        MarketEventKind.JobCompleted => step with
        {
            Completed = step.Completed + 1,
            PromptTokens = step.PromptTokens + news.Tokens.Prompt + news.Tokens.CachedPrompt,
            CompletionTokens = step.CompletionTokens + news.Tokens.Delivered,
            Revenue = step.Revenue + news.Amount,
            FirstToken = news.ToFirstToken is { } first ? step.FirstToken.Add(first) : step.FirstToken,
        },
        MarketEventKind.JobFailed => step with { Failed = step.Failed + 1 },
        _ => step,
    };

    private static ImmutableSortedDictionary<long, ActivityBucket> Trim(ImmutableSortedDictionary<long, ActivityBucket> steps, long newest)
    {
        while (steps.Count > 0 && steps.First().Key <= newest - MaxSteps) steps = steps.Remove(steps.First().Key);
        return steps;
    }

    private static long Index(DateTimeOffset at) => at.UtcTicks / Step.Ticks;

    private static DateTimeOffset Start(long index) => new(index * Step.Ticks, TimeSpan.Zero);
}
