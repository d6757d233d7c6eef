using Cocoon.Core.Jobs;

namespace Cocoon.Simulation.Auditing;

/// <summary>What may never happen between two records of one job.</summary>
internal static class JobWatch
{
    public static void Stored(JobId job, JobState? before, JobState next, bool isPosted, Action<string> violation)
    {
        if (next.Receipt is { } receipt)
        {
            if (receipt.Receipt.Charge > next.Hold) violation($"I5: job {job} charges {receipt.Receipt.Charge}, above its hold of {next.Hold}");
            if (receipt.Receipt.Fee + receipt.Receipt.ProviderPay != receipt.Receipt.Charge) violation($"I10: fee and pay of job {job} do not make its charge");
            if (receipt.Receipt.Tokens.Delivered == 0) violation($"I11: job {job} has a receipt and delivered nothing");
        }

        if (next.Status == JobStatus.Receipted && !isPosted) violation($"I6: job {job} is receipted and its channel has not charged it");
        if (next.Status == JobStatus.Failed && isPosted) violation($"I6: job {job} failed and its channel has charged it");
        if (before is null) return;
        if (before.IsFinal && before.Status != next.Status) violation($"I3: job {job} was {before.Status} and became {next.Status}");
        if (before.Receipt is { } first && next.Receipt != first) violation($"I6: job {job} exchanged its receipt");
        if (before.Lease is { } lease && next.Lease != lease) violation($"I3: job {job} exchanged its lease");
        if (before.Status >= JobStatus.Running && next.Status is JobStatus.Opened or JobStatus.Leased) violation($"I3: job {job} went back to {next.Status}");
    }
}
