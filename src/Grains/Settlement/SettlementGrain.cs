using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace Cocoon.Grains.Settlement;

/// <summary>
/// Thin shell over <see cref="Settlements"/>. State record: SettlementState. Invariants: I6, I7, I8, I10. Every step
/// towards the chain is written before it is taken, and every step asks the chain first, so any of them may be repeated
/// after a crash. Driven by a timer and, after a crash, by a reminder. Not reentrant: one write at a time.
/// </summary>
public sealed partial class SettlementGrain(
    [PersistentState("settlement", Stores.Ledger)] IPersistentState<SettlementState> record,
    MarketParameters market,
    IMarketChain chain,
    TimeProvider time,
    ILogger<SettlementGrain> logger) : StateMachineGrain<SettlementState>(record), ISettlementGrain, IRemindable
{
    private const string Reminder = "settle";
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private bool _reminded;

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Settlements.Check(State);
        this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions { DueTime = Tick, Period = Tick });
        return Task.CompletedTask;
    }

    public async Task<long> Accept(SettlementPush push)
    {
        var step = Settlements.Accept(State, push);
        if (step.Changed) await Remind();
        return (await Commit(step)).Channels[push.Voucher.Voucher.Channel].LastNumber;
    }

    public async Task<uint?> Settle()
    {
        await Commit(Settlements.Cut(State, market.Settlement, time.GetUtcNow()));
        return State.Open?.Seqno;
    }

    public Task<SettlementView> View() => Task.FromResult(SettlementView.From(State));

    public Task<ProviderTally> Earnings(AccountAddress provider) =>
        Task.FromResult(State.Providers.GetValueOrDefault(provider, ProviderTally.Zero));

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await OnTick(CancellationToken.None);
        if (State.Open is null && State.Pending.IsEmpty && await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
            _reminded = false;
        }
    }

    private async Task OnTick(CancellationToken cancellationToken)
    {
        if (Settlements.IsDue(State, market.Settlement, time.GetUtcNow())) await Settle();
        try
        {
            if (State.Open is { Status: BatchStatus.Written }) await DriveClaims(cancellationToken);
            if (State.Open is { Status: BatchStatus.Claimed }) await DrivePayout(cancellationToken);
        }
        catch (Exception e) when (e is not InvariantViolationException and not InconsistentStateException)
        {
            // The chain or the way to it failed; nothing is lost, and the next tick asks the chain again.
            LogChainFailed(State.Open?.Seqno ?? 0, e.GetType().Name, e.Message);
        }
    }

    private async Task DriveClaims(CancellationToken cancellationToken)
    {
        var batch = State.Open!;
        var missing = new List<Core.Channels.SignedVoucher>();
        foreach (var claim in batch.Claims)
        {
            var facts = await chain.ReadChannel(claim.Voucher.Channel, cancellationToken);
            if (facts is null || facts.Seqno < claim.Voucher.Seqno) missing.Add(claim);
        }
        if (missing.Count == 0)
        {
            await Commit(Settlements.Claimed(State));
            return;
        }
        var now = await chain.Time(cancellationToken);
        if (batch.ClaimAttempt is null || batch.ClaimAttempt.ValidUntil < now)
            await Commit(Settlements.ClaimSigned(State, await chain.SignClaims(missing, cancellationToken), now));
        await chain.Send(State.Open!.ClaimAttempt!, cancellationToken);
    }

    private async Task DrivePayout(CancellationToken cancellationToken)
    {
        var batch = State.Open!;
        // The clock first: if the payout is not seen after its validity ended, it can never be accepted any more.
        var now = await chain.Time(cancellationToken);
        var sighting = await chain.FindPayout(batch, cancellationToken);
        switch (sighting.Fate)
        {
            case PayoutFate.Paid:
                await Confirm(sighting);
                return;
            case PayoutFate.Rejected:
                LogRejected(batch.Seqno, sighting.Transaction.ToString());
                await Commit(Settlements.PayoutRejected(State));
                return;
        }
        if (batch.PayoutAttempt is null || batch.PayoutAttempt.ValidUntil < now)
            await Commit(Settlements.PayoutSigned(State, await chain.SignPayout(batch, cancellationToken), now));
        await chain.Send(State.Open!.PayoutAttempt!, cancellationToken);
    }

    private async Task Confirm(PayoutSighting sighting)
    {
        var step = Settlements.Confirm(State, sighting.Transaction, time.GetUtcNow(), out var confirmed);
        // Archived first: an archive written twice is the same archive, a batch forgotten by both is lost.
        if (confirmed is not null) await GrainFactory.Batch(int.Parse(this.GetPrimaryKeyString(), System.Globalization.CultureInfo.InvariantCulture), confirmed.Seqno).Archive(confirmed);
        await Commit(step);
        LogConfirmed(confirmed!.Seqno, confirmed.Receipts.Count, confirmed.PayoutTotal.Value, sighting.Transaction.ToString());
    }

    private async Task Remind()
    {
        if (_reminded) return;
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        _reminded = true;
    }
}
