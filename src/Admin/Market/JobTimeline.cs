using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Grains;
using Cocoon.Grains.Events;

namespace Cocoon.Admin.Market;

/// <summary>One job's life across grains, from its own record, what was told of it, and the batch that settled it.</summary>
/// <param name="Id">The job.</param>
/// <param name="State">Its record.</param>
/// <param name="Story">What was told of it; null when that is forgotten.</param>
/// <param name="Batch">The batch with its receipt; null before it is in one.</param>
/// <param name="Steps">In the order of their times.</param>
internal sealed record JobTimeline(JobId Id, JobState State, JobStory? Story, BatchKey? Batch, ImmutableArray<TimelineStep> Steps)
{
    private static readonly TimeSpan SameMoment = TimeSpan.FromMilliseconds(1);

    /// <returns>Null when there is no such job.</returns>
    public static async Task<JobTimeline?> Read(IGrainFactory grains, MarketPicture picture, string? job)
    {
        if (!JobId.TryParse(job, out var id)) return null;
        var story = picture.Jobs.Find(id);
        var state = await grains.Job(id).View();
        if (state.Status == JobStatus.None && story is null) return null;
        var steps = (story?.Steps ?? []).Select(step => From(step, state)).ToList();
        if (story is null && state.Receipt is { } signed)
        {
            steps.Add(new(signed.Receipt.StartedAt, "Machine", "Work began", ""));
            steps.Add(new(signed.Receipt.EndedAt, "Machine", "Last token", ""));
        }
        var (key, batch) = state.Receipt is { } receipt ? await Settled(grains, picture, receipt) : (null, null);
        if (key is { } place && batch is not null) steps.AddRange(From(place, batch));
        return new JobTimeline(id, state, story, key, [.. steps.OrderBy(step => step.At)]);
    }

    /// <summary>Asks the one shard that the job's channel pays into.</summary>
    private static async Task<(BatchKey? Key, Batch? Batch)> Settled(IGrainFactory grains, MarketPicture picture, SignedReceipt signed)
    {
        var vault = (await grains.Channel(signed.Receipt.Channel).View()).Vault;
        if (picture.Rules?.Vaults.IndexOf(vault) is not (>= 0 and var shard)) return (null, null);
        var place = await grains.Settlement(shard).Find(signed.Receipt.Hash(), signed.Receipt.EndedAt);
        var seqno = place?.Batch ?? (place is not null ? picture.Shards.GetValueOrDefault(shard)?.View.Open?.Seqno : null);
        if (seqno is not { } known) return (null, null);
        var key = new BatchKey(shard, known);
        var batch = await BatchFinder.Find(grains, picture, key.ToString());
        // Waiting receipts and those of the open batch have the same answer; the batch tells them apart.
        return batch?.Receipts.Exists(line => line.Job == signed.Receipt.Job) == true ? (key, batch) : (null, null);
    }

    private static TimelineStep From(JobStep step, JobState state)
    {
        var took = step.Elapsed is { } elapsed && elapsed > SameMoment ? $"{Tables.Words.Span(elapsed)} " : "";
        return step.Kind switch
        {
            MarketEventKind.JobStarted => new(step.At, "Job", "Written down, money held", $"hold {Tables.Words.Ton(state.Hold)} TON"),
            MarketEventKind.JobLeased => new(step.At, "Provider", "Slot leased", took.Length > 0 ? $"hold and lease took {took}" : ""),
            MarketEventKind.JobBegun => new(step.At, "Job", "Provider began", ""),
            MarketEventKind.FirstToken => new(step.At, "Machine", "First token", took.Length > 0 ? $"{took}after work began" : ""),
            MarketEventKind.AnswerEnded => new(step.At, "Machine", step.Code == RefusalCode.None ? "Answer over" : $"Answer broke off: {step.Code}", took.Length > 0 ? $"{took}after work began" : ""),
            MarketEventKind.JobCompleted => new(step.At, "Channel", "Receipt charged", took.Length > 0 ? $"{took}of work" : ""),
            MarketEventKind.JobFailed => new(step.At, "Job", $"Failed: {step.Code}", "nothing is charged"),
            _ => new(step.At, "Job", step.Kind.ToString(), took),
        };
    }

    private static IEnumerable<TimelineStep> From(BatchKey key, Batch batch)
    {
        yield return new(batch.CutAt, "Settlement", $"In batch {key}", $"with {batch.Receipts.Count - 1} other receipts");
        if (batch.ConfirmedAt is { } confirmed) yield return new(confirmed, "Chain", "Provider paid, final", $"transaction {Tables.Words.Short(batch.PayoutTransaction.ToString())}");
    }
}
