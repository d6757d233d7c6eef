using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Grains.Events;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Audits;

/// <summary>
/// Has drawn jobs run again elsewhere, one after the other. Stores nothing: a finding against somebody opens a dispute, which is
/// stored. Limit: the lanes there are (<see cref="Keys.AuditLanes"/>) are the audits that run at once.
/// </summary>
[GrainType("audit")]
public sealed partial class AuditGrain(IMachineVerifier verifier, IEd25519 ed25519, IEntropy entropy, TimeProvider time, ILogger<AuditGrain> logger, MarketAuditors? auditors = null)
    : Grain, IAuditGrain
{
    public async Task Audit(AuditCase drawn)
    {
        var receipt = drawn.Receipt.Receipt;
        try
        {
            var round = await new AuditRounds(GrainFactory, auditors ?? MarketAuditors.None, verifier, ed25519, entropy, time).Run(drawn, receipt.Provider);
            this.Tell(new MarketEvent { Kind = MarketEventKind.JobAudited, At = time.GetUtcNow(), Job = receipt.Job, Provider = receipt.Provider, Model = receipt.Model, Count = (int)round.Outcome });
            if (round.Finding is { Finding.IsAgainst: true } finding) await GrainFactory.Dispute(receipt.Job).Open(drawn, finding);
            else if (KindOf(round.Outcome) is { } kind) await GrainFactory.Provider(receipt.Provider).Judged(new Judgement(receipt.Job, receipt.Model, kind));
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException)
        {
            // Nobody waits for a one-way call, so this is the last place that learns of it.
            LogNotAudited(receipt.Job, e.GetType().Name, e.Message);
        }
    }

    private static JudgementKind? KindOf(AuditOutcome outcome) => outcome switch
    {
        AuditOutcome.Matches or AuditOutcome.MatchesWithinTolerance => JudgementKind.Passed,
        AuditOutcome.RecordMissing => JudgementKind.Silent,
        _ => null,
    };

    [LoggerMessage(1901, LogLevel.Warning, "Job {Job} was drawn for an audit and could not be audited: {Error} {Message}")]
    private partial void LogNotAudited(Core.Jobs.JobId job, string error, string message);
}
