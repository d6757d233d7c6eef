using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Audit;

/// <summary>A job, its receipt, and that the receipt is in exactly one place when it is charged and in none when it is not (I5, I6, I10 to I13).</summary>
internal static class JobAudit
{
    public static void Check(JobId id, JobState state, BooksIndex index, FindingList findings)
    {
        var charged = index.Settled.ContainsKey(id) || index.Outbox.ContainsKey(id);
        var done = state.Status is JobStatus.Completed or JobStatus.Receipted;
        if (done && state is { Spec: { } spec, Lease: { } lease, Receipt: { } signed }) CheckReceipt(id, state, spec, lease, signed, findings);
        else if (done) findings.Add("I6", Subject(id), $"is {state.Status} without receipt, lease or specification");
        // A job is written with its receipt, and not again for its charge; a job in any other state has nothing to charge.
        if (state.Status == JobStatus.Receipted && !charged) findings.Add("I6", Subject(id), "is charged, and its receipt is neither in an outbox nor in settlement");
        if (!done && charged) findings.Add("I6", Subject(id), $"is {state.Status}, and a receipt of it is charged");
    }

    private static void CheckReceipt(JobId id, JobState state, JobSpec spec, Lease lease, SignedReceipt signed, FindingList findings)
    {
        var receipt = signed.Receipt;
        if (receipt.Job != id || receipt.Client != spec.Client || receipt.Channel != spec.Channel || receipt.Provider != lease.Provider || receipt.Model != lease.Model)
            findings.Add("I3", Subject(id), "has the receipt of another job, client, channel, provider or model");
        if (receipt.Prices != lease.Prices || receipt.FeeBps != lease.FeeBps || receipt.BonusBps != lease.BonusBps) findings.Add("I10", Subject(id), "was charged at other prices than the leased ones");
        if (receipt.Charge > state.Hold) findings.Add("I5", Subject(id), $"was charged {receipt.Charge} on a hold of {state.Hold}");
        CheckCounts(id, receipt, spec, findings);
        if (receipt.AppraisalHash != lease.Appraisal.Hash || signed.EnclaveKey != lease.Appraisal.EnclaveKey || receipt.Tier != lease.Appraisal.Tier)
            findings.Add("I12", Subject(id), "ran under another appraisal than it was leased with");
        else if (!receipt.Tier.Satisfies(spec.LeastTier)) findings.Add("I12", Subject(id), $"ran on tier {receipt.Tier.Name()}, and asked for {spec.LeastTier.Name()}");
    }

    private static void CheckCounts(JobId id, Receipt receipt, JobSpec spec, FindingList findings)
    {
        var tokens = receipt.Tokens;
        if (tokens.AnyNegative || Math.Max(tokens.Prompt, tokens.CachedPrompt) > spec.MaxPromptTokens || tokens.Prompt + tokens.CachedPrompt > spec.MaxPromptTokens
            || Math.Max(tokens.Completion, tokens.Reasoning) > spec.MaxCompletionTokens || tokens.Delivered > spec.MaxCompletionTokens || !Job.Delivers(spec, tokens))
            findings.Add("I11", Subject(id), $"counts {tokens.Prompt} + {tokens.CachedPrompt} prompt and {tokens.Completion} + {tokens.Reasoning} completion tokens, and was opened for {spec.MaxPromptTokens} and {spec.MaxCompletionTokens}");
        else if (!receipt.Prices.IsValid || receipt.Charge != receipt.Prices.Charge(tokens))
            findings.Add("I11", Subject(id), $"was charged {receipt.Charge}, which does not follow from its counts and prices");
        if (!receipt.HasFairShares) findings.Add("I10", Subject(id), $"has a fee of {receipt.FeeBps} and a bonus of {receipt.BonusBps} basis points");
    }

    private static string Subject(JobId id) => $"job {id}";
}
