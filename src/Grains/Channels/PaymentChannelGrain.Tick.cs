using Cocoon.Core.Channels;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Settlement;

namespace Cocoon.Grains.Channels;

/// <summary>What the channel does by itself: ends late holds, follows its contract, and empties its outbox.</summary>
public sealed partial class PaymentChannelGrain
{
    /// <summary>Receipts in one push. Each push waits for a write of the shard and for one of the channel, so small ones would make a busy outbox grow.</summary>
    private const int PushSize = 2_048;

    /// <summary>How often the contract is looked at; far below the grace that it gives the market.</summary>
    private static readonly TimeSpan ObservePeriod = TimeSpan.FromMinutes(1);

    private Task? _pushing;
    private bool _isAsleep;
    private DateTimeOffset _observedAt;

    private ISettlementGrain Shard => market.Vaults.IndexOf(State.Vault) is >= 0 and var shard
        ? GrainFactory.Settlement(shard)
        : throw new RefusedException(RefusalCode.ChannelMismatch, $"Channel {Address} pays a vault that is not this market's any more.");

    private bool HasFullPush => State.Unsettled.Length >= PushSize && State.Unsettled[PushSize - 1].ChargedAfter <= State.Vouched;

    public async Task<ChannelView> Push()
    {
        await PushAll();
        return Snapshot();
    }

    /// <summary>Nothing to end, to hand on or to confirm: most channels, most of the time.</summary>
    private bool IsIdle => State.Holds.IsEmpty && State.Unsettled.IsEmpty && State.Seen is null;

    /// <summary>Ticks every second again; an idle channel looks at its contract only.</summary>
    private void Wake()
    {
        if (!_isAsleep) return;
        _isAsleep = false;
        _tick!.Change(Tick, Tick);
    }

    private async Task OnTick(CancellationToken cancellationToken)
    {
        await Drive(cancellationToken);
        if (_isAsleep || !IsIdle) return;
        _isAsleep = true;
        _tick!.Change(ObservePeriod, ObservePeriod);
    }

    private async Task Drive(CancellationToken cancellationToken)
    {
        if (!State.IsOpen) return;
        Show();
        var now = Time.GetUtcNow();
        await Commit(state => Channel.ExpireHolds(state, now));
        try
        {
            if (_isAsleep || State.Seen is not null || now - _observedAt >= ObservePeriod) await Observe(cancellationToken);
            if (Channel.HasPush(State)) await PushAll();
        }
        catch (Exception e) when (e is not InvariantViolationException)
        {
            // The outbox keeps everything, and the chain is asked again: the next tick tries both.
            LogTickFailed(Address, e.GetType().Name, e.Message);
        }
    }

    private async Task Observe(CancellationToken cancellationToken)
    {
        var facts = await chain.ReadChannel(Address, cancellationToken)
            ?? throw new RefusedException(RefusalCode.ChannelNotOpen, $"There is no channel contract of this market at {Address}. Deploy it and deposit first.");
        ChannelPhase? before = State.IsOpen ? State.Phase : null;
        await Commit(state => Channel.Observe(state, facts, market.Channel));
        TellObserved(before);
        if (!IsIdle) Wake();
        _observedAt = Time.GetUtcNow();
    }

    /// <summary>One push at a time; whoever comes meanwhile waits for it and then looks whether more is left.</summary>
    private async Task PushAll()
    {
        while (Channel.HasPush(State)) await (_pushing is { IsCompleted: false } ? _pushing : _pushing = PushOnce());
    }

    private async Task PushOnce()
    {
        var (voucher, receipts, claimBy) = (State.Voucher!, Channel.Covered(State, PushSize), State.ClaimBy);
        using var span = _posted.Start("cocoon.push");
        var acknowledged = await Shard.Accept(new SettlementPush(voucher, [.. receipts], claimBy));
        // Another activation of this channel handed on receipts that this one has never heard of.
        if (acknowledged > State.ReceiptCount) await Reread();
        await Commit(state => Channel.Pushed(state, acknowledged, voucher.Voucher.Seqno));
        TellPushed(receipts.Count);
    }
}
