using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Core.Settlement;
using Cocoon.Grains.Chain;
using Cocoon.Grains.Events;
using Orleans.Storage;

namespace Cocoon.Grains.Settlement;

/// <summary>What the shard does by itself: cuts batches that are due, drives the open one, and compares books and chain.</summary>
public sealed partial class SettlementGrain
{
    private static readonly TimeSpan ReconcilePeriod = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan CostsAge = TimeSpan.FromMinutes(1);

    /// <summary>Steps of a batch in one tick: claims signed, claims seen, payout signed, payout seen, and one to spare.</summary>
    private const int MaxSteps = 5;

    private bool _reconciled;
    private DateTimeOffset _reconciledAt;
    private SettlementCosts? _costs;
    private DateTimeOffset _costsAt;

    private async Task OnTick(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        try
        {
            await Refresh();
            Show();
            if (!_reconciled || now - _reconciledAt >= ReconcilePeriod) await Compare(cancellationToken);
            if (Settlements.IsDue(State, market.Settlement, await Costs(cancellationToken), now)) await Cut(market.Settlement);
            await DriveOpen(cancellationToken);
            await DriveAnchor(cancellationToken);
        }
        catch (Exception e) when (e is not InvariantViolationException and not InconsistentStateException)
        {
            // The chain or the way to it failed; nothing is lost, and the next tick asks the chain again.
            LogChainFailed(Shard, State.Open?.Seqno ?? State.NextSeqno, e.GetType().Name, e.Message);
        }
    }

    /// <summary>Goes on as long as the chain lets the batch take steps; a quick chain settles it in one tick.</summary>
    private async Task DriveOpen(CancellationToken cancellationToken)
    {
        for (var (step, before) = (0, default(Batch)); step < MaxSteps && State.Open is { } batch && batch != before; step++)
        {
            before = batch;
            await (batch.Status == BatchStatus.Written ? DriveClaims(cancellationToken) : DrivePayout(cancellationToken));
        }
    }

    private async Task<SettlementCosts> Costs(CancellationToken cancellationToken)
    {
        var now = Time.GetUtcNow();
        if (_costs is null || now - _costsAt >= CostsAge) (_costs, _costsAt) = (await chain.Costs(cancellationToken), now);
        return _costs;
    }

    private async Task Cut(SettlementPolicy policy)
    {
        var costs = await Costs(CancellationToken.None);
        var isOpen = State.Open is not null;
        await Commit(state => Settlements.Cut(state, policy, costs, Time.GetUtcNow()));
        if (!isOpen && State.Open is { } cut) TellCut(cut);
    }

    private async Task Compare(CancellationToken cancellationToken)
    {
        var vault = await chain.ReadVault(Shard, cancellationToken);
        // Draws by proof are the one way in which the vault moves on by itself. While a sent batch is open, only its own
        // seqno tells whether it was taken, and DrivePayout looks at that.
        if (vault is not null && State.Open?.PayoutAttempt is null) await FollowDraws(vault.Seqno, cancellationToken);
        var channels = new Dictionary<AccountAddress, ChannelFacts?>();
        foreach (var channel in Settlements.Unclaimed(State)) channels[channel] = await chain.ReadChannel(channel, cancellationToken);
        var before = State.Differences;
        await Commit(state => Settlements.Reconcile(state, market.Vaults[Shard], vault, channels, chain.OperatorKey, Time.GetUtcNow()));
        foreach (var difference in State.Differences.Except(before)) LogDifference(Shard, difference);
        (_reconciled, _reconciledAt) = (true, Time.GetUtcNow());
    }

    private async Task DriveClaims(CancellationToken cancellationToken)
    {
        var missing = new Dictionary<SignedVoucher, Nano>();
        foreach (var claim in State.Open!.Claims.Where(claim => State.Channels[claim.Voucher.Channel].GivenUp < claim.Voucher.Seqno))
        {
            var facts = await chain.ReadChannel(claim.Voucher.Channel, cancellationToken);
            if (facts is { Closed: true } && facts.Claimed < claim.Voucher.Amount) await GiveUp(DifferenceKind.ClaimLost, claim, facts.Claimed);
            else if (facts is null || facts.Claimed < claim.Voucher.Amount) missing[claim] = facts?.Claimed ?? Nano.Zero;
        }
        if (missing.Count == 0)
        {
            _poor = null;
            await Commit(Settlements.Claimed);
            return;
        }
        var clock = await chain.Clock(cancellationToken);
        // One message at a time for the wallet's next sequence number; this one is taken or expires within a minute.
        if (State.Anchor?.IsUnderWay(clock.Time) == true) return;
        if (State.Open.ClaimAttempt is null || State.Open.ClaimAttempt.ValidUntil < clock.Time)
        {
            if (!await CanPay(() => chain.ClaimsPurse(Shard, [.. missing.Keys], cancellationToken))) return;
            var attempt = await chain.SignClaims(Shard, [.. missing.Keys], cancellationToken);
            await Commit(state => Settlements.ClaimSigned(state, attempt, clock.Time));
        }
        if (State.Open.ClaimsRefused < Settlements.MaxClaimsRefused) await chain.Send(State.Open.ClaimAttempt!, cancellationToken);
        else foreach (var (claim, claimed) in missing) await GiveUp(DifferenceKind.ClaimRefused, claim, claimed);
    }

    private async Task GiveUp(DifferenceKind kind, SignedVoucher claim, Nano claimed)
    {
        var before = State.Differences;
        await Commit(state => Settlements.GiveUpClaim(state, kind, claim.Voucher.Channel, claimed, Time.GetUtcNow()));
        foreach (var difference in State.Differences.Except(before)) LogDifference(Shard, difference);
    }

    private async Task DrivePayout(CancellationToken cancellationToken)
    {
        var batch = State.Open!;
        // The clock first: if the payout is not seen after its validity ended, it can never be accepted any more.
        var clock = await chain.Clock(cancellationToken);
        var sighting = await chain.FindPayout(Shard, batch, cancellationToken);
        switch (sighting.Fate)
        {
            case PayoutFate.Paid:
                await See(sighting, cancellationToken);
                if (clock.Block >= State.Open!.Sighting!.Block + market.Channel.FinalityBlocks) await Confirm(cancellationToken);
                return;
            case PayoutFate.Rejected:
                await See(sighting, cancellationToken);
                if (clock.Block < State.Open!.Sighting!.Block + market.Channel.FinalityBlocks) return;
                LogRejected(Shard, batch.Seqno, sighting.Transaction.ToString());
                await Commit(Settlements.PayoutRejected);
                Tell(MarketEventKind.BatchRejected, batch);
                return;
            case PayoutFate.UsedByDraw:
                if (await chain.ReadVault(Shard, cancellationToken) is { } vault) await FollowDraws(vault.Seqno, cancellationToken);
                return;
        }
        await Commit(Settlements.PayoutGone);
        if (batch.PayoutAttempt is null || batch.PayoutAttempt.ValidUntil < clock.Time)
        {
            var attempt = await chain.SignPayout(Shard, batch, cancellationToken);
            await Commit(state => Settlements.PayoutSigned(state, attempt, clock.Time));
            Tell(MarketEventKind.BatchSent, batch);
        }
        using var span = InBatch("cocoon.chain.send");
        await chain.Send(State.Open!.PayoutAttempt!, cancellationToken);
    }

    /// <summary>Notes what became of the payout. The block is read after it, so that what was seen is not in a later one.</summary>
    private async Task See(PayoutSighting sighting, CancellationToken cancellationToken)
    {
        var block = (await chain.Clock(cancellationToken)).Block;
        await Commit(state => Settlements.PayoutSeen(state, new BatchSighting(sighting.Transaction, block, sighting.Fate == PayoutFate.Rejected)));
    }

    private async Task Confirm(CancellationToken cancellationToken)
    {
        var claimed = new Dictionary<AccountAddress, Nano>();
        foreach (var claim in State.Open!.Claims)
            if (await chain.ReadChannel(claim.Voucher.Channel, cancellationToken) is { } facts) claimed[claim.Voucher.Channel] = facts.Claimed;
        await Commit(state => Settlements.ClaimsFinal(state, claimed));
        // Archived first: an archive written twice is the same archive, a batch forgotten by both is lost.
        Settlements.Confirm(State, Time.GetUtcNow(), out var confirmed);
        await GrainFactory.Batch(Shard, confirmed!.Seqno).Archive(confirmed);
        await Commit(state => Settlements.Confirm(state, confirmed.ConfirmedAt!.Value, out _));
        Tell(MarketEventKind.BatchConfirmed, confirmed);
        foreach (var (model, sales) in SettledSales.Of(Shard, confirmed.Seqno, confirmed.ConfirmedAt!.Value, confirmed.Receipts)) await GrainFactory.Market(model).Settled(sales);
        LogConfirmed(Shard, confirmed.Seqno, confirmed.Receipts.Count, confirmed.PayoutTotal.Value, confirmed.PayoutTransaction.ToString());
    }
}
