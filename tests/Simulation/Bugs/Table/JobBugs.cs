namespace Cocoon.Simulation.Tests.Bugs.Table;

/// <summary>Mistakes with jobs, leases, receipts and fees.</summary>
internal static class JobBugs
{
    private const string Job = "src/Core/Jobs/Job.cs";
    private const string Provider = "src/Core/Providers/Provider.cs";
    private const string Terms = "src/Core/Providers/Provider.Terms.cs";
    private const string Receipt = "src/Core/Receipts/Receipt.cs";
    private const string Grain = "src/Grains/Jobs/JobGrain.cs";
    private const string Ending = "src/Grains/Jobs/JobGrain.Ending.cs";
    private const string Run = "src/Grains/Inference/JobRun.cs";
    private const string Inference = "src/Grains/Inference/AnswerRunner.cs";

    public static IReadOnlyList<SeededBug> All { get; } =
    [
        new("begins-twice", "Only one start of a job counts (I6).",
            new Edit(Job, "if (state.Status != JobStatus.Leased) return NotNow(state, \"begin\");", "if (state.Status is not (JobStatus.Leased or JobStatus.Running)) return NotNow(state, \"begin\");")),
        new("begins-with-an-old-appraisal", "The appraisal is fresh when work is dispatched (I12).",
            new Edit(Terms, "if (appraisal.NotAfter <= now) return", "if (appraisal.NotAfter.AddYears(1) <= now) return"),
            new Edit(Provider, "when state.Epoch == leaseEpoch && appraisal.NotAfter > now", "when state.Epoch == leaseEpoch && appraisal.NotAfter.AddYears(1) > now"),
            new Edit(Job, "if (state.Lease.Appraisal.NotAfter <= now)", "if (state.Lease.Appraisal.NotAfter.AddYears(1) <= now)")),
        new("second-receipt-taken", "A job has exactly one receipt (I6).",
            new Edit(Job, "? Step<JobState>.Stay(state)\n                : Refuse(RefusalCode.OperationConflict, \"This job has another receipt already.\");", "? Step<JobState>.Stay(state)\n                : Step<JobState>.To(state with { Receipt = signed });")),
        new("charge-not-recomputed", "A charge follows from counts and prices (I10).",
            new Edit(Job, "if (receipt.Charge != receipt.Prices.Charge(receipt.Tokens))", "if (receipt.Charge.IsNegative)")),
        new("prices-not-compared", "A job is charged at the prices of its lease (I10).",
            new Edit(Job, "if (receipt.Prices != lease.Prices || receipt.FeeBps", "if (receipt.FeeBps")),
        new("enclave-key-not-compared", "A receipt is signed by the machine that was appraised for the job (I12).",
            new Edit(Job, "if (signed.EnclaveKey != lease.Appraisal.EnclaveKey || receipt", "if (receipt")),
        new("completed-job-fails", "A job with a receipt does not fail any more (I6).",
            new Edit(Grain, "if (Known.Status is JobStatus.Completed or JobStatus.Receipted)", "if (Known.Status is JobStatus.None)")),
        new("slots-unlimited", "A provider never has more leases than slots.",
            new Edit(Provider, "if (state.InUse(request.Model, now) + kept >= offer.Slots)", "if (state.InUse(request.Model, now) + kept >= 1_000)")),
        new("fee-and-pay-lose-a-nano", "Provider pay and fee make the whole charge (I10).",
            new Edit(Receipt, "public Nano ProviderPay => Charge - Fee;", "public Nano ProviderPay => new(Charge.Value * (FeeRate.BasisPoints - FeeBps) / FeeRate.BasisPoints);")),
        new("one-token-too-many", "A receipt counts the tokens that were delivered (I11).",
            new Edit(Run, "_counts = new TokenCounts(plan.PromptTokens, 0, 0, 0);", "_counts = new TokenCounts(plan.PromptTokens, 0, 1, 0);")),
        new("nothing-delivered-but-charged", "Nothing delivered, nothing charged (I11).",
            new Edit(Inference, "if (!run.HasDelivered)", "if (!run.HasDelivered && run.Failure is not null)"),
            new Edit(Job, "if (!Delivers(spec, receipt.Tokens)) return", "if (receipt.Tokens.Delivered < 0) return")),
        new("hold-of-the-cheapest", "The hold is the most that the job can cost with any of its candidates (I5).",
            new Edit(Grain, "Worst(spec, candidate)).Aggregate(Nano.Max);", "Worst(spec, candidate)).Aggregate(Nano.Min);")),
        new("found-hold-taken-for-ours", "Who finds a hold that it did not make may be a job's second life, and runs nothing (I6).",
            new Edit(Grain, "        if (!isOurs) throw BeingWorkedOn();\n", "")),
        new("old-lease-not-confirmed", "A lease that was kept for a while is confirmed before it is used (I12).",
            new Edit(Ending, "if (isFresh) return;", "if (isFresh || job.Hold >= default(Core.Money.Nano)) return;")),
        new("lease-outlives-its-machine", "A lease ends with the life of the machine that it was given on (I12).",
            new Edit(Provider, "when state.Epoch == leaseEpoch && appraisal", "when appraisal")),
        new("order-not-checked", "A job that its grain has forgotten goes on under the market's own word only (I10).",
            new Edit(Ending, " || !signer.IsSealed(order)", "")),
        new("receipt-only-in-memory", "A receipt is stored before its charge (I8).",
            new Edit(Grain, "await Commit(state => Job.Complete(Or(state, _unstored), signer.Countersign(receipt), Time.GetUtcNow()));", "_unstored = Taken(Job.Complete(Known, signer.Countersign(receipt), Time.GetUtcNow()));"),
            new Edit(Ending, "var receipt = State.Receipt!;", "var receipt = Known.Receipt!;")),
        new("asked-job-is-not-charged", "A stored receipt is charged when somebody asks for it while its hold stands, and has failed afterwards (I6).",
            new Edit(Ending, "if (Known.Status == JobStatus.Completed) await Charge();", "if (Known.Status == JobStatus.Completed) await Reread();")),
        new("receipt-shown-before-its-charge", "A receipt is given out when its charge is in the channel's books (I8).",
            new Edit(Grain, "return Known is { Status: JobStatus.Completed } completed && _isCharged ?", "return Known is { Status: JobStatus.Completed } completed ?"),
            new Edit(Ending, "if (Known.IsFinal || _isCharged) return;", "if (Known.IsFinal || Known.Status == JobStatus.Completed) return;")),
        new("charge-not-stored-but-told", "A receipt that was not charged is no receipt (I6).",
            new Edit(Ending, "            await Commit(state => Job.Fail(state, refused.Refusal));\n            TellFailed();\n            await CloseOut(isNews: true);\n            throw;", "            return new JobBill(receipt, receipt.Receipt.Charge);")),
        new("fails-without-void", "A job that failed gives its hold back (I5).",
            new Edit(Ending, "            await GrainFactory.Channel(job.Spec!.Channel).Void(Id);\n", "")),
    ];
}
