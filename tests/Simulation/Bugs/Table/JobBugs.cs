namespace Cocoon.Simulation.Tests.Bugs.Table;

/// <summary>Mistakes with jobs, leases, receipts and fees.</summary>
internal static class JobBugs
{
    private const string Job = "src/Core/Jobs/Job.cs";
    private const string Provider = "src/Core/Providers/Provider.cs";
    private const string Receipt = "src/Core/Receipts/Receipt.cs";
    private const string Grain = "src/Grains/Jobs/JobGrain.cs";
    private const string Run = "src/Grains/Inference/JobRun.cs";
    private const string Inference = "src/Grains/Inference/InferenceGrain.cs";

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("begins-twice", "Only one start of a job counts (I6).",
            new Edit(Job, "if (state.Status != JobStatus.Leased) return NotNow(state, \"begin\");", "if (state.Status is not (JobStatus.Leased or JobStatus.Running)) return NotNow(state, \"begin\");")),
        new("begins-with-an-old-appraisal", "The appraisal is fresh when work is dispatched (I12).",
            new Edit(Provider, "if (appraisal.NotAfter <= now) return Refuse(RefusalCode.AppraisalExpired, \"This", "if (appraisal.NotAfter.AddYears(1) <= now) return Refuse(RefusalCode.AppraisalExpired, \"This"),
            new Edit(Job, "if (state.Lease.Appraisal.NotAfter <= now)", "if (state.Lease.Appraisal.NotAfter.AddYears(1) <= now)")),
        new("second-receipt-taken", "A job has exactly one receipt (I6).",
            new Edit(Job, "? Step<JobState>.Stay(state)\n                : Refuse(RefusalCode.OperationConflict, \"This job has another receipt already.\");", "? Step<JobState>.Stay(state)\n                : Step<JobState>.To(state with { Receipt = signed });")),
        new("charge-not-recomputed", "A charge follows from counts and prices (I10).",
            new Edit(Job, "if (receipt.Charge != receipt.Prices.Charge(receipt.Tokens))", "if (receipt.Charge.IsNegative)")),
        new("prices-not-compared", "A job is charged at the prices of its lease (I10).",
            new Edit(Job, "if (receipt.Prices != lease.Prices || receipt.FeeBps != lease.FeeBps)", "if (receipt.FeeBps != lease.FeeBps)")),
        new("enclave-key-not-compared", "A receipt is signed by the machine that was appraised for the job (I12).",
            new Edit(Job, "if (signed.EnclaveKey != lease.Appraisal.EnclaveKey || receipt", "if (receipt")),
        new("completed-job-fails", "A job with a receipt does not fail any more (I6).",
            new Edit(Grain, "if (State.Status is JobStatus.Completed or JobStatus.Receipted)", "if (State.Status is JobStatus.None)")),
        new("slots-unlimited", "A provider never has more leases than slots.",
            new Edit(Provider, "if (state.InUse(request.Model, now) >= offer.Slots)", "if (state.InUse(request.Model, now) >= 1_000)")),
        new("fee-and-pay-lose-a-nano", "Provider pay and fee make the whole charge (I10).",
            new Edit(Receipt, "public Nano ProviderPay => Charge - Fee;", "public Nano ProviderPay => new(Charge.Value * (FeeRate.BasisPoints - FeeBps) / FeeRate.BasisPoints);")),
        new("one-token-too-many", "A receipt counts the tokens that were delivered (I11).",
            new Edit(Run, "_counts = new TokenCounts(promptTokens, 0, 0, 0);", "_counts = new TokenCounts(promptTokens, 0, 1, 0);")),
        new("nothing-delivered-but-charged", "Nothing delivered, nothing charged (I11).",
            new Edit(Inference, "if (run.Delivered == 0)", "if (run.Delivered < 0)"),
            new Edit(Job, "if (receipt.Tokens.Delivered == 0)", "if (receipt.Tokens.Delivered < 0)")),
        new("hold-of-the-cheapest", "The hold is the most that the job can cost with any of its candidates (I5).",
            new Edit(Grain, "Worst(spec, candidate)).Aggregate(Nano.Max);", "Worst(spec, candidate)).Aggregate(Nano.Min);")),
        new("job-without-reminder", "What a crash cut off is finished: each job has a reminder (I6).",
            new Edit(Grain, "        if (step.Changed) await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);\n", "")),
        new("job-reminder-does-not-charge", "A completed job is charged, by its reminder at the latest (I6).",
            new Edit(Grain, "if (State.Status == JobStatus.Completed) await Charge();", "if (State.Status == JobStatus.Completed) await Forget();")),
        new("receipted-before-the-charge", "A job is receipted when its charge is in the channel's books (I6).",
            new Edit(Grain, "            var channel = await GrainFactory.Channel(receipt.Receipt.Channel).Post(receipt);\n", "            if (State.Status == JobStatus.Completed) await Commit(state => Job.Receipted(state));\n            var channel = await GrainFactory.Channel(receipt.Receipt.Channel).Post(receipt);\n")),
        new("fails-without-void", "A job that failed gives its hold back (I5).",
            new Edit(Grain, "        await GrainFactory.Channel(State.Spec!.Channel).Void(Id);\n", "")),
    ];
}
