using Cocoon.Attestation.Appraisals;
using Cocoon.Core.Audits;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Audits;

/// <summary>
/// Thin shell over <see cref="Dispute"/>. State record: DisputeState. Invariants: two of three decide; a slash is announced once,
/// with the same evidence, and never for more than at first (I3). Every step is written before it is taken. Driven by a timer and, after a crash or a
/// long rest, by a reminder; what drives does not interleave with itself.
/// </summary>
[GrainType("dispute")]
public sealed partial class DisputeGrain(
    [PersistentState("dispute", Stores.Ledger)] IPersistentState<DisputeState> record,
    MarketParameters market,
    IMarketChain chain,
    IMachineVerifier verifier,
    IEd25519 ed25519,
    IEntropy entropy,
    TimeProvider time,
    IServiceProvider services,
    ILogger<DisputeGrain> logger,
    MarketAuditors? auditors = null) : StateMachineGrain<DisputeState>(record, time), IDisputeGrain, IRemindable
{
    private const string Reminder = "decide";
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(15);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        this.RegisterGrainTimer(Drive, new GrainTimerCreationOptions { DueTime = TimeSpan.FromSeconds(1), Period = Tick });
        return Task.CompletedTask;
    }

    public async Task Open(AuditCase drawn, SignedFinding first)
    {
        // Before the record: what is stored without it might never be driven.
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        await Commit(state => Dispute.Open(state, drawn.Receipt, drawn.MaxCompletionTokens, first, DisputeLimits.Default, Time.GetUtcNow(), drawn.IsEdge));
        LogOpened(drawn.Receipt.Receipt.Job, drawn.Receipt.Receipt.Provider, first.Finding.Auditor, first.Finding.Outcome);
    }

    public async Task<DisputeState> View()
    {
        await Refresh();
        return State;
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Drive(CancellationToken.None);
        if (State.Phase is DisputePhase.None or DisputePhase.Closed)
        {
            if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
        }
        else if (State.RestsUntil - Time.GetUtcNow() is { } rest && rest > ReminderPeriod)
        {
            // Nothing wakes this grain before.
            await this.RegisterOrUpdateReminder(Reminder, rest, ReminderPeriod);
        }
    }

    private async Task Drive(CancellationToken cancellationToken)
    {
        if (State.RestsUntil > Time.GetUtcNow()) return;
        await Refresh();
        try
        {
            if (State.Phase == DisputePhase.Opened) await Hear();
            if (State.Phase is DisputePhase.Decided or DisputePhase.Announced) await Follow(cancellationToken);
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException or HttpRequestException or Ton.Client.TonClientException)
        {
            LogHalted(this.GetPrimaryKeyString(), e.GetType().Name, e.Message);
        }
    }

    /// <summary>Asks the provider for its word and a third machine for a run; what time is over for is decided without.</summary>
    private async Task Hear()
    {
        await Commit(state => Dispute.Lapse(state, Time.GetUtcNow()));
        if (State.Phase != DisputePhase.Opened) return;
        var (receipt, first) = (State.Receipt!, State.First!);
        var rounds = new AuditRounds(GrainFactory, auditors ?? MarketAuditors.None, verifier, ed25519, entropy, Time);
        var drawn = new AuditCase(receipt, State.MaxCompletionTokens) { IsEdge = State.IsEdge };
        var round = await rounds.Run(drawn, receipt.Receipt.Provider, first.Finding.Auditor);
        // Who was not asked is not silent.
        if (round is { Outcome: AuditOutcome.NoAuditor, Statement: null } && State.Statement is null) round = round with { Statement = await rounds.Word(drawn, first.Finding.Auditor) };
        if (round.Statement is { } statement) await Commit(state => Dispute.Answer(state, statement, Time.GetUtcNow()));
        if (round.Finding is { } third) await Commit(state => Dispute.Conclude(state, third, Time.GetUtcNow()));
    }

    /// <summary>What follows from the verdict: reputation first, then the stake.</summary>
    private async Task Follow(CancellationToken cancellationToken)
    {
        if (!State.IsTold)
        {
            await Tell();
            await Commit(Dispute.Told);
        }
        if (State.Verdict == DisputeVerdict.Upheld) await Slash(cancellationToken);
        else await Commit(Dispute.Close);
    }

    private async Task Tell()
    {
        var receipt = State.Receipt!.Receipt;
        LogDecided(receipt.Job, receipt.Provider, State.Verdict, AuditEncoding.Evidence(State.First!.Finding.Receipt, State.Statement, Findings()));
        await (State.Verdict switch
        {
            DisputeVerdict.Upheld => GrainFactory.Provider(receipt.Provider).Judged(new Judgement(receipt.Job, receipt.Model, JudgementKind.Cheated)),
            DisputeVerdict.Unanswered => GrainFactory.Provider(receipt.Provider).Judged(new Judgement(receipt.Job, receipt.Model, JudgementKind.Silent)),
            DisputeVerdict.Dismissed => GrainFactory.Provider(State.First!.Finding.Auditor).Judged(new Judgement(receipt.Job, receipt.Model, JudgementKind.AccusedWrongly)),
            _ => Task.CompletedTask,
        });
    }

    private IEnumerable<SignedFinding> Findings() => State.Third is { } third ? [State.First!, third] : [State.First!];
}
