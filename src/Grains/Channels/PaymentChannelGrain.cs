using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Channels;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cocoon.Grains.Channels;

/// <summary>
/// Thin shell over <see cref="Channel"/>. State record: ChannelState. Invariants: I1 to I6, I9, I13, checked by the state
/// machine on every transition. Receipts leave through an outbox in the same record, driven by a timer while the grain
/// lives and by a reminder after a crash. Reentrant for group commit (<see cref="StateMachineGrain{TState}"/>): each
/// transition decides on the newest state at once, and no code here relies on the state being the same after an await.
/// </summary>
[Reentrant, GrainType("paymentchannel")]
public sealed partial class PaymentChannelGrain(
    [PersistentState("channel", Stores.Ledger)] IPersistentState<ChannelState> record,
    MarketParameters market,
    IMarketChain chain,
    IVoucherVerifier vouchers,
    ChannelNotary notary,
    TimeProvider time,
    ILogger<PaymentChannelGrain> logger) : StateMachineGrain<ChannelState>(record, time), IPaymentChannelGrain, IRemindable
{
    private const string Reminder = "outbox";
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private IGrainTimer? _tick;
    private Task? _reminding;

    private AccountAddress Address => AccountAddress.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.IsOpen) Channel.Check(State);
        _tick = this.RegisterGrainTimer(static (channel, cancellationToken) => channel.OnTick(cancellationToken), this, new GrainTimerCreationOptions { DueTime = Tick, Period = Tick });
        return Task.CompletedTask;
    }

    public async Task<ChannelView> Open(CancellationToken cancellationToken = default)
    {
        await Observe(cancellationToken);
        return Snapshot();
    }

    public async Task<ChannelView> View()
    {
        await Refresh();
        return Snapshot();
    }

    public async Task<SignedVoucher?> NewestVoucher()
    {
        await Refresh();
        return State.Voucher;
    }

    public async Task<bool> Hold(JobId job, Nano amount, DateTimeOffset deadline)
    {
        // Before the hold, because the reminder outlives this process: a hold taken just before a crash still ends (I13).
        await Reminding();
        var isNew = false;
        await Commit(state =>
        {
            var step = Channel.Hold(state, job, amount, deadline, market.Channel, Time.GetUtcNow());
            isNew = step.Changed;
            return step;
        });
        Wake();
        return isNew;
    }

    public async Task<ChannelView> Post(SignedReceipt receipt)
    {
        try
        {
            await Commit(state => Channel.Post(state, receipt));
            _posted.Remember();
        }
        catch (RefusedException refused) when (refused.Code == RefusalCode.HoldUnknown)
        {
            // Another activation of this channel may have taken the hold, and the job takes a refusal for the last word.
            await Reread();
            if (State.Holds.ContainsKey(receipt.Receipt.Job)) await Commit(state => Channel.Post(state, receipt));
            // A late repeat, which the channel has forgotten: the receipt was posted if and only if it was handed on.
            else if (!State.IsOpen || await Shard.Find(receipt.Receipt.Hash(), receipt.Receipt.EndedAt) is null) throw;
        }
        Wake();
        if (HasFullPush) _tick!.Change(TimeSpan.Zero, Tick);
        return Snapshot();
    }

    public Task Void(JobId job) => Commit(state => Channel.Void(state, job));

    public async Task<ChannelView> AcceptVoucher(SignedVoucher voucher)
    {
        if (!vouchers.Verify(voucher, State.VoucherKey))
            throw new RefusedException(RefusalCode.VoucherForged, "The voucher's signature does not fit this channel's voucher key.");
        // Likewise: the voucher and what it covers are handed on even if the process dies before the next tick.
        await Reminding();
        var before = State.Vouched;
        await Commit(state => Channel.AcceptVoucher(state, voucher));
        if (voucher.Voucher.Amount > before) TellVoucher(voucher.Voucher.Amount);
        return Snapshot();
    }

    public async Task<ChannelView> Drain()
    {
        var before = State.Phase;
        await Commit(Channel.Drain);
        if (before == ChannelPhase.Open) TellClosing();
        return Snapshot();
    }

    public async Task<ChannelView> Reopen()
    {
        await Commit(Channel.Reopen);
        return Snapshot();
    }

    public async Task<HexBytes> AgreeClose(Nano amount, HexBytes clientSignature)
    {
        // The chain first: what was claimed meanwhile is the least the final amount can be.
        await Observe(CancellationToken.None);
        if (amount != Channel.FinalAmount(State))
            throw new RefusedException(RefusalCode.AmountInvalid, $"The final amount of channel {Address} is {Channel.FinalAmount(State)}, not {amount}. Sign that.");
        if (!notary.IsSigned(Address, amount, clientSignature, State.VoucherKey))
            throw new RefusedException(RefusalCode.VoucherForged, "The signature does not fit this channel's voucher key and final amount.");
        var agreed = await Commit(Channel.Agree);
        Invariant.Require(amount >= agreed.Charged, "I1", "the final amount is below the charges");
        return notary.SignClose(Address, amount);
    }

    public async Task<SignedWithdrawal> PermitWithdrawal(Nano amount, CancellationToken cancellationToken = default)
    {
        await Observe(cancellationToken);
        var validUntil = checked((await chain.Clock(cancellationToken)).Time + ChannelNotary.PermitSeconds);
        var permit = (await Commit(state => Channel.Permit(state, amount, validUntil, market.Channel))).Permit!;
        return new SignedWithdrawal(permit, notary.SignWithdrawal(Address, permit));
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await OnTick(CancellationToken.None);
        if (!State.Holds.IsEmpty || Channel.HasPush(State)) return;
        _reminding = null;
        if (await this.GetReminder(Reminder) is { } reminder) await this.UnregisterReminder(reminder);
        // A hold that came meanwhile may have registered it just before it was removed.
        if (_reminding is not null) await (_reminding = Remind());
    }

    private Task Reminding() => _reminding is { IsFaulted: false } ? _reminding : _reminding = Remind();

    private async Task Remind() => await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);

    private ChannelView Snapshot() => ChannelView.From(State, market.Channel, Time.GetUtcNow());
}
