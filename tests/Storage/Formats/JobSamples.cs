using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;
using Cocoon.Core.Trust;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>A job in each status.</summary>
internal static class JobSamples
{
    private static readonly JobState Opened = new() { Status = JobStatus.Opened, Spec = Spec(), Hold = new Nano(9_000) };
    private static readonly JobState Leased = Opened with { Status = JobStatus.Leased, Lease = ProviderSamples.Lease(2) };
    private static readonly JobState Completed = Leased with { Status = JobStatus.Completed, Lease = ProviderSamples.Lease(4), Receipt = Signed(4) };

    public static IReadOnlyDictionary<string, JobState> All { get; } = new SortedDictionary<string, JobState>(StringComparer.Ordinal)
    {
        ["opened"] = Opened,
        ["leased"] = Leased,
        ["running"] = Leased with { Status = JobStatus.Running, Lease = ProviderSamples.Lease(3) },
        ["completed"] = Completed,
        ["receipted"] = Completed with { Status = JobStatus.Receipted, Lease = ProviderSamples.Lease(5) with { BonusBps = 300 }, Receipt = Signed(5, bonusBps: 300) },
        ["failed"] = Opened with
        {
            Status = JobStatus.Failed,
            Spec = Spec() with { PriceCeiling = null },
            Failure = new Refusal(RefusalCode.ProviderBusy, "All slots of this provider are in use."),
        },
    };

    public static JobId IdOf(string status) => Values.Job((byte)Enum.Parse<JobStatus>(status, ignoreCase: true));

    /// <summary>100 + 20 cached prompt tokens, 300 + 5 reasoning completion tokens at <see cref="ProviderSamples.Prices"/>: 2,045 nano.</summary>
    public static SignedReceipt Signed(byte job, int bonusBps = 0)
    {
        var receipt = new Receipt(
            Values.Job(job), Values.Address(1), Values.Address(2), Values.Address(3), "tiny-jane", Values.Hash(32),
            new TokenCounts(100, 20, 300, 5), ProviderSamples.Prices, new Nano(2_045), FeeBps: 500,
            Values.Hash(40), Values.Hash(41), Tier.CcGpu, ProviderSamples.Appraisal.Hash, JobEnding.Length, Values.Time(1), Values.Time(2)) { BonusBps = bonusBps };
        return new SignedReceipt(receipt, ProviderSamples.Appraisal.EnclaveKey, Values.Signature(42), Values.Hash(43), Values.Signature(44));
    }

    private static JobSpec Spec() => new(
        Values.Address(1), Values.Address(2), "tiny-jane", MaxPromptTokens: 1_000, MaxCompletionTokens: 1_000,
        new PriceList(new Nano(3_000_000), new Nano(3_000_000), new Nano(8_000_000), new Nano(8_000_000)), Tier.CpuTee, Values.Time(10), Values.Hash(45));
}
