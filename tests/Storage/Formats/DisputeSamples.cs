using Cocoon.Core.Audits;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Storage.Tests.Formats;

internal static class DisputeSamples
{
    private static readonly SignedReceipt Receipt = JobSamples.Signed(4);

    /// <summary>Upheld by a third machine, its slash signed and not yet on chain.</summary>
    public static DisputeState Rich { get; } = new()
    {
        Phase = DisputePhase.Decided,
        Receipt = Receipt,
        MaxCompletionTokens = 1_000,
        First = Finding(70),
        Statement = new SignedStatement(new AuditStatement(Receipt.Receipt.Job, Values.Hash(60), Values.Hash(61), Values.Hash(62)), Receipt.EnclaveKey, Values.Signature(63)),
        Third = Finding(71),
        EvidenceBy = Values.Time(20),
        DecideBy = Values.Time(30),
        Verdict = DisputeVerdict.Upheld,
        Slash = new SlashOrder(Values.Address(80), new Nano(1_000_000_000), Values.Hash(81)) { Attempt = new ChainAttempt(Values.Hash(82), 1_700_000_000, 5) },
        IsTold = true,
    };

    /// <summary>The slash is on chain and appealed; it was to be dropped when the arbiter's time was over.</summary>
    public static DisputeState Announced { get; } = Rich with
    {
        Phase = DisputePhase.Announced,
        Slash = Rich.Slash! with { Says = SlashMessage.Lapse },
        AnnouncedAt = 1_700_000_100,
        RestsUntil = Values.Time(90),
    };

    /// <summary>Carried out.</summary>
    public static DisputeState Executed { get; } = Rich with { Phase = DisputePhase.Closed, Slash = Rich.Slash! with { Says = SlashMessage.Execute }, AnnouncedAt = 1_700_000_100, SlashOutcome = SlashOutcome.Executed };

    private static SignedFinding Finding(byte auditor) => new(
        new AuditFinding(Receipt.Receipt.Job, Values.Hash(60), Values.Hash(61), Values.Address(auditor), AuditOutcome.Differs, 1, 12, 40, Values.Hash(64), Values.Time(15)),
        Values.Hash(auditor), Values.Signature(auditor));
}
