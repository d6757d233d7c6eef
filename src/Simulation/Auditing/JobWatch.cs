using Cocoon.Core.Jobs;
using Cocoon.Grains.Jobs;

namespace Cocoon.Simulation.Auditing;

/// <summary>What may never happen between two records of one job.</summary>
internal static class JobWatch
{
    /// <summary>How late a decision may be stored, and how wrong the clock may have gone meanwhile.</summary>
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(40);

    /// <param name="job">Which.</param>
    /// <param name="before">The record before; null for none.</param>
    /// <param name="next">The record as stored.</param>
    /// <param name="isPosted">Whether its channel has charged it.</param>
    /// <param name="isHeld">Whether its channel holds money for it.</param>
    /// <param name="violation">Is told.</param>
    public static void Stored(JobId job, JobState? before, JobState next, bool isPosted, bool isHeld, Action<string> violation)
    {
        if (next.Receipt is { } receipt) CheckReceipt(job, next, receipt.Receipt, violation);
        if (next.Status == JobStatus.Receipted && !isPosted) violation($"I6: job {job} is receipted and its channel has not charged it");
        if (next.Status == JobStatus.Failed && isPosted) violation($"I6: job {job} failed and its channel has charged it");
        if (next.Status == JobStatus.Failed && isHeld) violation($"I5: job {job} failed and its channel still holds {next.Hold} for it");
        if (next.Status == JobStatus.Failed && next.Receipt is not null && before?.Receipt is null) violation($"I6: job {job} failed with a receipt");
        if (before is null) return;
        if (before.IsFinal && before.Status != next.Status) violation($"I3: job {job} was {before.Status} and became {next.Status}");
        if (before.Receipt is { } first && next.Receipt != first) violation($"I6: job {job} exchanged its receipt");
        if (before.Lease is { } lease && next.Lease != lease) violation($"I3: job {job} exchanged its lease");
        if (before.Status >= JobStatus.Running && next.Status is JobStatus.Opened or JobStatus.Leased) violation($"I3: job {job} went back to {next.Status}");
    }

    /// <summary>A provider was told to start.</summary>
    public static void Begun(JobOrder order, DateTimeOffset now, Action<string> violation)
    {
        if (order.Lease.Appraisal.NotAfter + Slack < now)
            violation($"I12: job {order.Lease.Job} began at {now:T}, and its machine's appraisal ended at {order.Lease.Appraisal.NotAfter:T}");
    }

    /// <summary>A receipt is stored with the terms that its provider was told, whoever remembered them meanwhile.</summary>
    public static void CheckOrder(JobId job, JobOrder order, JobState next, Action<string> violation)
    {
        if (next.Receipt is null) return;
        if (next.Lease != order.Lease || next.Spec != order.Spec || next.Hold != order.Hold) violation($"I3: job {job} was stored on other terms than it began");
    }

    private static void CheckReceipt(JobId job, JobState state, Core.Receipts.Receipt receipt, Action<string> violation)
    {
        if (receipt.Charge > state.Hold) violation($"I5: job {job} charges {receipt.Charge}, above its hold of {state.Hold}");
        if (receipt.Fee + receipt.ProviderPay != receipt.Charge) violation($"I10: fee and pay of job {job} do not make its charge");
        if (receipt.Bonus > receipt.Fee || receipt.BonusBps != state.Lease!.BonusBps) violation($"I10: job {job} has a bonus of {receipt.BonusBps} basis points, above its fee or not as leased");
        if (receipt.Tokens.Delivered == 0) violation($"I11: job {job} has a receipt and delivered nothing");
        if (state.Spec is { } spec && receipt.Tokens.Delivered > spec.MaxCompletionTokens) violation($"I11: job {job} was opened for {spec.MaxCompletionTokens} tokens and counts {receipt.Tokens.Delivered}");
        if (receipt.Prices != state.Lease!.Prices || receipt.Charge != receipt.Prices.Charge(receipt.Tokens)) violation($"I10: the charge of job {job} does not follow from its counts and the leased prices");
    }
}
