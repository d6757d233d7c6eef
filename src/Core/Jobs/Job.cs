using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Jobs;

/// <summary>The life of one job as a pure state machine: opened → leased → running → completed → receipted, or failed.</summary>
public static class Job
{
    /// <summary>Longest completion one job may ask for.</summary>
    public const int MaxTokens = 1_000_000;

    /// <summary>How far a provider's clock may run ahead of the market's.</summary>
    public static readonly TimeSpan MaxClockLead = TimeSpan.FromMinutes(10);

    private static Step<JobState> Refuse(RefusalCode code, string message) => Step<JobState>.Refuse(code, message);

    /// <summary>
    /// Writes down the intent before anything is held or leased anywhere. A retry of the same request keeps the first
    /// deadline and hold, since prices and time have moved on.
    /// </summary>
    public static Step<JobState> Open(JobState state, JobSpec spec, Nano hold, DateTimeOffset now)
    {
        if (state.Status != JobStatus.None)
        {
            return state.Spec! with { Deadline = spec.Deadline } == spec
                ? Step<JobState>.Stay(state)
                : Refuse(RefusalCode.OperationConflict, "This job id is taken by another request. Use a new idempotency key.");
        }
        if (spec.MaxPromptTokens is < 1 or > MaxTokens || spec.MaxCompletionTokens is < 0 or > MaxTokens)
            return Refuse(RefusalCode.AmountInvalid, $"Prompt and completion bounds lie between 1 and {MaxTokens} tokens; a job for vectors alone has a completion bound of 0.");
        if (spec.LongestSequence is < 0 or > 2 * MaxTokens) return Refuse(RefusalCode.AmountInvalid, $"A job's longest sequence has 0 to {2 * MaxTokens} tokens.");
        if (spec.Deadline <= now) return Refuse(RefusalCode.DeadlineInvalid, "The job's deadline has passed.");
        if (hold.IsNegative) return Refuse(RefusalCode.AmountInvalid, "A hold is never negative.");
        return Step<JobState>.To(state with { Status = JobStatus.Opened, Spec = spec, Hold = hold });
    }

    /// <summary>Hold and lease are taken.</summary>
    public static Step<JobState> Leased(JobState state, Lease lease)
    {
        if (state.Lease == lease) return Step<JobState>.Stay(state);
        if (state.Status != JobStatus.Opened) return NotNow(state, "be leased");
        var spec = state.Spec!;
        Invariant.Require(lease.Prices.MaxCharge(spec.MaxPromptTokens, spec.MaxCompletionTokens) <= state.Hold, "I5", "the lease's prices can exceed the hold");
        return Step<JobState>.To(state with { Status = JobStatus.Leased, Lease = lease });
    }

    /// <summary>The provider starts. Only one start counts: a second provider or a repeated ticket is refused.</summary>
    public static Step<JobState> Begin(JobState state, long leaseEpoch, DateTimeOffset now)
    {
        if (state.Status != JobStatus.Leased) return NotNow(state, "begin");
        if (state.Lease!.Epoch != leaseEpoch) return Refuse(RefusalCode.LeaseUnknown, "The lease belongs to an earlier life of this provider.");
        if (state.Spec!.Deadline <= now) return Refuse(RefusalCode.DeadlineInvalid, "The job's deadline has passed.");
        // I12: the appraisal the caller was shown must still be in force when work is dispatched.
        if (state.Lease.Appraisal.NotAfter <= now) return Refuse(RefusalCode.AppraisalExpired, "The provider's appraisal has expired.");
        return Step<JobState>.To(state with { Status = JobStatus.Running });
    }

    /// <summary>Takes the provider's receipt, checked against lease, bounds and clock; signatures are checked by the caller.</summary>
    public static Step<JobState> Complete(JobState state, SignedReceipt signed, DateTimeOffset now)
    {
        if (state.Status is JobStatus.Completed or JobStatus.Receipted)
        {
            return state.Receipt!.Receipt == signed.Receipt
                ? Step<JobState>.Stay(state)
                : Refuse(RefusalCode.OperationConflict, "This job has another receipt already.");
        }
        if (state.Status != JobStatus.Running) return NotNow(state, "complete");
        return (WrongIn(signed, state.Spec!, state.Lease!) ?? WrongTime(signed.Receipt, now)) is { } wrong
            ? Refuse(RefusalCode.ReceiptInvalid, wrong)
            : Step<JobState>.To(state with { Status = JobStatus.Completed, Receipt = signed });
    }

    /// <summary>The charge is in the channel's books.</summary>
    public static Step<JobState> Receipted(JobState state) => state.Status switch
    {
        JobStatus.Receipted => Step<JobState>.Stay(state),
        JobStatus.Completed => Step<JobState>.To(state with { Status = JobStatus.Receipted }),
        _ => NotNow(state, "be receipted"),
    };

    /// <summary>Ends the job without a charge. A job that was never opened is refused: its failure would stand in the way of the real one.</summary>
    public static Step<JobState> Fail(JobState state, Refusal reason) => state.Status switch
    {
        JobStatus.Failed => Step<JobState>.Stay(state),
        JobStatus.None or JobStatus.Receipted => NotNow(state, "fail"),
        _ => Step<JobState>.To(state with { Status = JobStatus.Failed, Failure = reason }),
    };

    /// <summary>
    /// Whether there is something to charge for: tokens of an answer or, where none was ordered, vectors of a prompt. Those come
    /// all together, so that their prompt is charged in whole or not at all.
    /// </summary>
    public static bool Delivers(JobSpec spec, TokenCounts tokens) => spec.MaxCompletionTokens == 0
        ? tokens.Prompt > 0 || tokens.CachedPrompt > 0
        : tokens.Delivered > 0;

    private static string? WrongIn(SignedReceipt signed, JobSpec spec, Lease lease)
    {
        var receipt = signed.Receipt;
        if (receipt.Job != lease.Job || receipt.Client != spec.Client || receipt.Channel != spec.Channel) return "The receipt names another job, client or channel.";
        if (receipt.Provider != lease.Provider || receipt.Model != lease.Model || receipt.WeightHash != lease.WeightHash) return "The receipt names another provider or model.";
        if (signed.EnclaveKey != lease.Appraisal.EnclaveKey || receipt.AppraisalHash != lease.Appraisal.Hash || receipt.Tier != lease.Appraisal.Tier) return "The receipt is bound to another appraisal.";
        if (receipt.Prices != lease.Prices || receipt.FeeBps != lease.FeeBps || receipt.BonusBps != lease.BonusBps) return "The receipt's prices are not the leased ones.";
        if (receipt.Tokens.AnyNegative) return "The receipt has negative token counts.";
        if (checked(receipt.Tokens.Prompt + receipt.Tokens.CachedPrompt) > spec.MaxPromptTokens) return "The receipt counts more prompt tokens than were held for.";
        if (receipt.Tokens.Delivered > spec.MaxCompletionTokens) return "The receipt counts more completion tokens than were held for.";
        if (!Delivers(spec, receipt.Tokens)) return "Nothing was delivered, so nothing can be charged.";
        if (receipt.Charge != receipt.Prices.Charge(receipt.Tokens)) return "The receipt's charge does not follow from its counts and prices.";
        return null;
    }

    /// <summary>Settlement looks for receipts by when they ended, so that a clock far ahead would hide one.</summary>
    private static string? WrongTime(Receipt receipt, DateTimeOffset now) =>
        receipt.EndedAt > now + MaxClockLead ? $"The receipt ends at {receipt.EndedAt:u}, which has not come yet. Set the machine's clock." : null;

    private static Step<JobState> NotNow(JobState state, string what) => state.Status switch
    {
        JobStatus.None => Refuse(RefusalCode.JobUnknown, "There is no such job."),
        JobStatus.Failed => Refuse(RefusalCode.JobEnded, $"The job has failed: {state.Failure?.Message}"),
        JobStatus.Completed or JobStatus.Receipted => Refuse(RefusalCode.JobEnded, "The job has ended and has its receipt."),
        _ => Refuse(RefusalCode.JobNotReady, $"A job that is {state.Status} cannot {what}."),
    };
}
