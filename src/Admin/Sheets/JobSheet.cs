using Cocoon.Admin.Market;
using Cocoon.Admin.Tables;
using Cocoon.Core.Jobs;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Sheets;

/// <summary>The newest jobs.</summary>
internal static class JobSheet
{
    public const string Name = "jobs";

    public static Sheet From(MarketPicture picture, DateTimeOffset now, int most = MarketPicture.MaxJobs, Func<JobStory, bool>? which = null) => new(Name, "Newest jobs",
        [
            Column.Text("Job"), Column.Text("State"), Column.Text("Model"), Column.Text("Provider"), Column.Text("Channel"), Column.Count("Prompt", "tokens"), Column.Count("Completion", "tokens"),
            Column.Span("First token"), Column.Span("Took"), Column.Ton("Charge"), Column.Text("Started"),
        ],
        [.. picture.Jobs.Newest.Where(which ?? (_ => true)).OrderByDescending(job => job.StartedAt).Take(most).Select(job => Line(job, now))],
        "No job has been seen since these pages started.");

    public static Cell State(JobStory job) => job.Status switch
    {
        MarketEventKind.JobCompleted => Cell.Badge("charged", Tone.Good),
        MarketEventKind.JobFailed => Cell.Badge($"failed: {job.Code}", Tone.Bad),
        MarketEventKind.JobBegun => Cell.Badge("running", Tone.Warn),
        MarketEventKind.JobLeased => Cell.Badge("leased", Tone.Warn),
        MarketEventKind.JobStarted => Cell.Badge("started", Tone.Warn),
        _ => Cell.None,
    };

    public static Cell State(JobState job) => job.Status switch
    {
        JobStatus.Receipted => Cell.Badge("charged", Tone.Good),
        JobStatus.Failed => Cell.Badge($"failed: {job.Failure?.Code}", Tone.Bad),
        JobStatus.None => Cell.None,
        _ => Cell.Badge(job.Status.ToString(), Tone.Warn),
    };

    private static Row Line(JobStory job, DateTimeOffset now) => new(job.Id.ToString(),
    [
        Cell.Job(job.Id), State(job), Cell.Of(job.Model), Cell.Account(job.Provider, ProviderSheet.Name), Cell.Account(job.Channel, ChannelSheet.Name),
        job.Charge is null ? Cell.None : Cell.Number(job.Tokens.Prompt + job.Tokens.CachedPrompt), job.Charge is null ? Cell.None : Cell.Number(job.Tokens.Delivered),
        Cell.Span(job.FirstToken), Cell.Span(job.IsOver ? job.Steps[^1].At - job.StartedAt : null),
        job.Charge is { } charge ? Cell.Ton(charge) : Cell.None, Cell.Time(job.StartedAt, now),
    ]);
}
