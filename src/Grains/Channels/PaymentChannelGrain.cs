using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Cocoon.Ton.Channels;
using Microsoft.Extensions.Logging;

namespace Cocoon.Grains.Channels;

/// <summary>
/// Thin shell over <see cref="Channel"/>. State record: ChannelState. Invariants: I1 to I6, I9, I13, checked by the state
/// machine on every transition. Receipts leave through an outbox in the same record, driven by a timer while the grain
/// lives and by a reminder after a crash. Not reentrant: two writes of one record must not overlap.
/// </summary>
public sealed partial class PaymentChannelGrain(
    [PersistentState("channel", Stores.Ledger)] IPersistentState<ChannelState> record,
    MarketParameters market,
    IMarketChain chain,
    IVoucherVerifier vouchers,
    TimeProvider time,
    ILogger<PaymentChannelGrain> logger) : StateMachineGrain<ChannelState>(record), IPaymentChannelGrain, IRemindable
{
    private const string Reminder = "outbox";
    private const int PushSize = 256;
    private static readonly TimeSpan Tick = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan ReminderPeriod = TimeSpan.FromMinutes(1);

    private bool _reminded;

    private AccountAddress Address => AccountAddress.Parse(this.GetPrimaryKeyString());

    public override Task OnActivateAsync(CancellationToken cancellationToken)
    {
        if (State.IsOpen) Channel.Check(State);
        this.RegisterGrainTimer(OnTick, new GrainTimerCreationOptions { DueTime = Tick, Period = Tick });
        return Task.CompletedTask;
    }

    public async Task<ChannelView> Open(CancellationToken cancellationToken = default)
    {
        var facts = await chain.ReadChannel(Address, cancellationToken)
            ?? throw new RefusedException(RefusalCode.ChannelNotOpen, $"There is no channel contract of this market at {Address}. Deploy it and deposit first.");
        await Commit(Channel.Open(State, Address, facts.Client, facts.VoucherKey, facts.Deposit));
        return Snapshot();
    }

    public Task<ChannelView> View() => Task.FromResult(Snapshot());

    public Task<SignedVoucher?> NewestVoucher() => Task.FromResult(State.Voucher);

    public async Task Hold(JobId job, Nano amount, DateTimeOffset deadline)
    {
        var step = Channel.Hold(State, job, amount, deadline, market.Channel, time.GetUtcNow());
        // The reminder outlives this process, so a hold taken just before a crash still ends (I13).
        if (step.Changed) await Remind();
        await Commit(step);
    }

    public async Task<ChannelView> Post(SignedReceipt receipt)
    {
        await Commit(Channel.Post(State, receipt));
        return Snapshot();
    }

    public Task Void(JobId job) => Commit(Channel.Void(State, job));

    public async Task<ChannelView> AcceptVoucher(SignedVoucher voucher)
    {
        if (!vouchers.Verify(voucher, State.VoucherKey, market.NetworkId))
            throw new RefusedException(RefusalCode.VoucherForged, "The voucher's signature does not fit this channel's voucher key and network.");
        await Commit(Channel.AcceptVoucher(State, voucher));
        return Snapshot();
    }

    public async Task<ChannelView> Push()
    {
        while (Channel.HasPush(State)) await PushOnce();
        return Snapshot();
    }

    public async Task ReceiveReminder(string reminderName, TickStatus status)
    {
        await OnTick(CancellationToken.None);
        if (State.Holds.IsEmpty && !Channel.HasPush(State) && await this.GetReminder(Reminder) is { } reminder)
        {
            await this.UnregisterReminder(reminder);
            _reminded = false;
        }
    }

    private async Task OnTick(CancellationToken cancellationToken)
    {
        if (!State.IsOpen) return;
        await Commit(Channel.ExpireHolds(State, time.GetUtcNow()));
        try
        {
            if (Channel.HasPush(State)) await PushOnce();
        }
        catch (Exception e) when (e is RefusedException or TimeoutException or OrleansException)
        {
            // The outbox keeps everything; the next tick tries again.
            LogPushFailed(Address, e.GetType().Name, e.Message);
        }
    }

    private async Task PushOnce()
    {
        var voucher = State.Voucher!;
        var receipts = Channel.Covered(State, PushSize);
        var acknowledged = await GrainFactory.SettlementOf(Address).Accept(new SettlementPush(voucher, [.. receipts]));
        await Commit(Channel.Pushed(State, acknowledged, voucher.Voucher.Seqno));
    }

    private async Task Remind()
    {
        if (_reminded) return;
        await this.RegisterOrUpdateReminder(Reminder, ReminderPeriod, ReminderPeriod);
        _reminded = true;
    }

    private ChannelView Snapshot() => ChannelView.From(State, market.Channel);
}
