using Cocoon.Grains;
using Cocoon.Grains.Answers;
using Cocoon.Grains.Operations;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>
/// What the fixtures of the current format are written from: every stored type, every member set somewhere, every status
/// once. The numbers agree with one another as those of a real market would.
/// </summary>
internal static class Samples
{
    public static IReadOnlyList<StoredSample> All { get; } =
    [
        new("account", grains => grains.Account(Values.Address(1)), AccountSamples.Rich),
        new("answer", grains => grains.Answer(AnswerSamples.Key), AnswerSamples.Rich),
        new("audit", grains => grains.AuditLog(), AuditSamples.Newest),
        new("audit-archive", grains => grains.AuditArchive(0), AuditSamples.Archived),
        new("batch", grains => grains.Batch(0, 6), SettlementSamples.Archive),
        new("channel.busy", grains => grains.Channel(Values.Address(2)), ChannelSamples.Busy),
        new("channel.closing", grains => grains.Channel(Values.Address(12)), ChannelSamples.Closing),
        new("dispute", grains => grains.Dispute(Values.Job(4)), DisputeSamples.Rich),
        new("dispute.announced", grains => grains.Dispute(Values.Job(5)), DisputeSamples.Announced),
        new("dispute.executed", grains => grains.Dispute(Values.Job(6)), DisputeSamples.Executed),
        new("epochs", grains => grains.Epochs(), ReputationSamples.Epochs),
        .. JobSamples.All.Select(job => new StoredSample($"job.{job.Key}", grains => grains.Job(JobSamples.IdOf(job.Key)), job.Value)),
        new("provider", grains => grains.Provider(Values.Address(3)), ProviderSamples.Rich),
        new("settlement.claimed", grains => grains.Settlement(1), SettlementSamples.Claimed),
        new("settlement.confirmed", grains => grains.Settlement(2), SettlementSamples.Confirmed),
        new("settlement.written", grains => grains.Settlement(0), SettlementSamples.Written),
    ];
}
