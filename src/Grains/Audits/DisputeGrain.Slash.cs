using Cocoon.Core.Audits;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Chain;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Grains.Audits;

/// <summary>The stake of a provider against which a dispute was upheld.</summary>
public sealed partial class DisputeGrain
{
    /// <summary>The appeal that this activation has said; null for none.</summary>
    private long? _saidLapsesAt;

    /// <summary>Takes the next step of the slash, after a look at the chain.</summary>
    private async Task Slash(CancellationToken cancellationToken)
    {
        var receipt = State.Receipt!.Receipt;
        if (services.GetService<ISlasher>() is not { } slasher || await slasher.Find(receipt.Provider, cancellationToken) is not { } stake)
        {
            if (State.Phase == DisputePhase.Announced) LogLeft(receipt.Job, receipt.Provider);
            else LogNoStake(receipt.Job, receipt.Provider);
            await Commit(static state => Dispute.End(state, SlashOutcome.None));
            return;
        }
        var order = State.Slash ?? new SlashOrder(
            stake.Stake, SlashRule.Amount(receipt.Charge, market.Incentives.AuditBps, DisputeLimits.Default.LeastSlash, stake.AtStake),
            AuditEncoding.Evidence(State.First!.Finding.Receipt, State.Statement, Findings()));
        if (State.Phase == DisputePhase.Decided && stake.Pending is { } announced && announced.Evidence == order.Evidence)
        {
            await Commit(state => Dispute.Announced(state, stake.Time));
            LogAnnounced(receipt.Job, order.Stake, DateTimeOffset.FromUnixTimeSeconds(announced.ExecutesAt), receipt.Provider);
        }
        switch (SlashCourse.Next(State, order.Evidence, stake))
        {
            case SlashStep.Send { Message: var message }:
                await Say(slasher, order, message, stake, cancellationToken);
                break;
            case SlashStep.Watch { LapsesAt: var lapsesAt }:
                SayAppealed(order, lapsesAt);
                break;
            case SlashStep.Wait { Until: var until }:
                await Rest(SlashCourse.Rest(until, stake));
                break;
            case SlashStep.End { Outcome: var outcome }:
                await End(slasher, order, outcome, receipt, cancellationToken);
                break;
        }
    }

    /// <summary>Sends a message to the stake: the one that is stored while it may still be accepted, and a new one after that.</summary>
    private async Task Say(ISlasher slasher, SlashOrder order, SlashMessage message, StakeFacts stake, CancellationToken cancellationToken)
    {
        var isStored = order.Attempt is { } attempt && order.Says == message && attempt.ValidUntil >= stake.Time;
        // The stake may have shrunk since it was signed first, and it refuses a slash that is above it.
        var said = isStored || message != SlashMessage.Announce ? order with { Says = message } : order with { Says = message, Amount = Nano.Min(order.Amount, stake.AtStake) };
        // A wallet that cannot pay takes the message all the same, and sends nothing on.
        if (await slasher.Purse(said, cancellationToken) is { Missing.IsPositive: true } purse)
        {
            LogPoor(State.Receipt!.Receipt.Job, message, purse.Wallet, purse.Balance, purse.Needed, purse.Missing, SlashCourse.PauseSeconds);
            await Rest(TimeSpan.FromSeconds(SlashCourse.PauseSeconds));
            return;
        }
        if (!isStored)
        {
            var signed = said with { Attempt = await slasher.Sign(said, cancellationToken) };
            await Commit(state => Dispute.Slash(state, signed));
        }
        await chain.Send(State.Slash!.Attempt!, cancellationToken);
    }

    private async Task End(ISlasher slasher, SlashOrder order, SlashOutcome outcome, Receipt receipt, CancellationToken cancellationToken)
    {
        if (outcome == SlashOutcome.Dropped) outcome = await slasher.WhyDropped(order, cancellationToken);
        await Commit(state => Dispute.End(state, outcome));
        if (outcome == SlashOutcome.None) LogNothingLeft(receipt.Job, receipt.Provider, order.Stake);
        else LogEnded(receipt.Provider, receipt.Job, order.Stake, outcome);
    }

    /// <summary>Says that the slash was appealed: once, though each tick sees it.</summary>
    private void SayAppealed(SlashOrder order, long? lapsesAt)
    {
        if (lapsesAt is { } at && at != _saidLapsesAt) LogAppealed(State.Receipt!.Receipt.Provider, State.Receipt.Receipt.Job, order.Stake, DateTimeOffset.FromUnixTimeSeconds(at));
        _saidLapsesAt = lapsesAt;
    }

    private Task<DisputeState> Rest(TimeSpan rest)
    {
        var until = Time.GetUtcNow() + rest;
        return Commit(state => Dispute.Rest(state, until));
    }
}
