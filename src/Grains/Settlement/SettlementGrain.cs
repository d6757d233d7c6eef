using System.Globalization;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Settlement;

/// <summary>
/// Thin shell over <see cref="Settlements"/>. State record: SettlementState. Invariants: I6, I7, I8, I10. Every step
/// towards the chain is written before it is taken, and every step asks the chain first, so any of them may be repeated
/// after a crash. Driven by a timer and, after a crash, by a reminder. Pushes and reads interleave with that; what drives
/// a batch does not interleave with itself.
/// </summary>
[GrainType("settlement")]
public sealed partial class SettlementGrain(
    [PersistentState("settlement", Stores.Ledger)] IPersistentState<SettlementState> record,
    MarketParameters market,
    IMarketChain chain,
    TimeProvider time,
    ILogger<SettlementGrain> logger) : StateMachineGrain<SettlementState>(record, time), ISettlementGrain, IRemindable
{
    private const string Reminder = "settle";
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How far the clocks of a provider, which says when a job ended, and of the silos, which say when a batch was cut, may
    /// be apart. Clocks that a time server sets differ by far less; more only costs reads of older batches.
    /// </summary>
    public static readonly TimeSpan ClockMargin = TimeSpan.FromHours(1);

    private IGrainTimer? _tick;
    private Task? _reminding;

    private int Shard => int.Parse(this.GetPrimaryKeyString(), CultureInfo.InvariantCulture);

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        Settlements.Check(State);
        _tick = this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions { DueTime = Tick, Period = Tick });
        return Task.CompletedTask;
    }

    public async Task<long> Accept(SettlementPush push)
    {
        await (_reminding is { IsFaulted: false } ? _reminding : _reminding = Remind());
        var after = await Commit(state => Settlements.Accept(state, push));
        _pushed.Remember();
        return after.Channels[push.Voucher.Voucher.Channel].LastNumber;
    }

    public async Task<ReceiptPlace?> Find(HexBytes receipt, DateTimeOffset endedAt)
    {
        await Refresh();
        var state = State;
        if (state.Pending.Exists(line => line.Hash == receipt) || state.Open?.Receipts.Exists(line => line.Hash == receipt) == true) return new ReceiptPlace(null);
        // Newest first, and no further than a batch that was surely cut before the job had ended.
        for (var seqno = state.NextSeqno; seqno > 0; seqno--)
        {
            // A seqno that no batch came to use has no archive.
            if (await GrainFactory.Batch(Shard, seqno - 1).View() is not { } batch) continue;
            if (batch.Receipts.Exists(line => line.Hash == receipt)) return new ReceiptPlace(batch.Seqno);
            if (batch.CutAt + ClockMargin < endedAt) break;
        }
        return null;
    }

    public async Task<uint?> Settle()
    {
        if (!_reconciled) await Compare(CancellationToken.None);
        LookIntoPurse();
        // Whoever asks to settle now wants everyone paid, however small the amount.
        await Cut(market.Settlement with { MaxDebtAge = TimeSpan.Zero });
        _tick!.Change(TimeSpan.Zero, Tick);
        return State.Open?.Seqno;
    }

    public async Task<SettlementView> Reconcile(CancellationToken cancellationToken = default)
    {
        await Compare(cancellationToken);
        return Snapshot();
    }

    public async Task<SettlementView> Resolve(DifferenceKind kind, AccountAddress account)
    {
        await Commit(state => Settlements.Resolve(state, kind, account));
        return Snapshot();
    }

    public async Task<SettlementView> View()
    {
        await Refresh();
        return Snapshot();
    }

    public async Task<ProviderTally> Earnings(AccountAddress provider)
    {
        await Refresh();
        return State.Providers.GetValueOrDefault(provider, ProviderTally.Zero);
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await Refresh();
        await OnTick(CancellationToken.None);
        if (!Settlements.IsIdle(State)) return;
        _reminding = null;
        if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
        // A push that came meanwhile may have registered it just before it was removed.
        if (_reminding is not null) await (_reminding = Remind());
    }

    private async Task Remind() => await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);

    private SettlementView Snapshot() => SettlementView.From(Shard, State, _costs, _poor);
}
