using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

public static partial class Settlements
{
    /// <summary>How often claims are sent again to a channel that does not honour its voucher.</summary>
    public const int MaxClaimsRefused = 3;

    /// <summary>
    /// Writes down the message that claims the batch's vouchers. Claims are cumulative, so a second message is harmless,
    /// but the first must have expired before another is made: the wallet's sequence number would clash.
    /// </summary>
    public static Step<SettlementState> ClaimSigned(SettlementState state, ChainAttempt attempt, uint chainTime) =>
        InStatus(state, BatchStatus.Written, batch =>
        {
            RequireExpired(batch.ClaimAttempt, chainTime);
            // Only a message that the wallet did send says something about the channels; a lost one does not.
            var refused = batch.ClaimAttempt is { } last && attempt.Seqno > last.Seqno ? 1 : 0;
            return batch with { ClaimAttempt = attempt, ClaimsRefused = batch.ClaimsRefused + refused };
        });

    /// <summary>The chain shows every voucher of the batch claimed.</summary>
    public static Step<SettlementState> Claimed(SettlementState state)
    {
        if (state.Open is not { Status: BatchStatus.Written } batch) return NoBatch(state);
        var channels = batch.Claims.Aggregate(state.Channels, (tallies, claim) => tallies[claim.Voucher.Channel] is var tally && tally.GivenUp < claim.Voucher.Seqno
            ? tallies.SetItem(claim.Voucher.Channel, tally with { Claimed = Nano.Max(tally.Claimed, claim.Voucher.Amount) })
            : tallies);
        return To(state with { Channels = channels, Open = batch with { Status = BatchStatus.Claimed } });
    }

    /// <summary>
    /// What the chain shows of the batch's claims now that its payout is final, and with it whatever came before: a claim
    /// that a reorganisation took back and the network lost is open again, for the next batch.
    /// </summary>
    /// <param name="state">The shard.</param>
    /// <param name="claimed">What each channel shows as claimed.</param>
    public static Step<SettlementState> ClaimsFinal(SettlementState state, IReadOnlyDictionary<AccountAddress, Nano> claimed)
    {
        if (state.Open is not { Status: BatchStatus.Claimed }) return NoBatch(state);
        var lost = claimed.Where(seen => state.Channels.TryGetValue(seen.Key, out var tally) && seen.Value < tally.Claimed).ToList();
        if (lost.Count == 0) return Step<SettlementState>.Stay(state);
        return To(state with { Channels = lost.Aggregate(state.Channels, (tallies, seen) => tallies.SetItem(seen.Key, tallies[seen.Key] with { Claimed = seen.Value })) });
    }

    /// <summary>
    /// A voucher cannot be claimed: its channel is closed, or refuses try after try. The batch goes on without that money,
    /// since its providers have done their work; a loss is a named difference that stops further batches until someone has
    /// looked at it.
    /// </summary>
    public static Step<SettlementState> GiveUpClaim(SettlementState state, DifferenceKind kind, AccountAddress channel, Nano claimed, DateTimeOffset now)
    {
        if (state.Open is not { Status: BatchStatus.Written } || !state.Channels.TryGetValue(channel, out var tally)) return NoBatch(state);
        var after = state with { Channels = state.Channels.SetItem(channel, tally with { GivenUp = tally.Voucher.Voucher.Seqno, Claimed = claimed }) };
        if (claimed >= tally.Charged) return To(after);
        return To(after with { Differences = state.Differences.Add(new Difference(kind, channel, $"{tally.Charged} claimed", $"{claimed}", now)) });
    }

    /// <summary>Writes down the signed payout. The same batch under the same seqno; only its validity is new (I7).</summary>
    public static Step<SettlementState> PayoutSigned(SettlementState state, ChainAttempt attempt, uint chainTime) =>
        InStatus(state, BatchStatus.Claimed, batch =>
        {
            RequireExpired(batch.PayoutAttempt, chainTime);
            return batch with { PayoutAttempt = attempt };
        });

    /// <summary>The chain shows what became of the payout. It counts once it is final.</summary>
    public static Step<SettlementState> PayoutSeen(SettlementState state, BatchSighting sighting) =>
        state.Open?.Sighting?.Transaction == sighting.Transaction && state.Open.Sighting.Block <= sighting.Block
            ? Step<SettlementState>.Stay(state)
            : InStatus(state, BatchStatus.Claimed, batch => batch with { Sighting = sighting });

    /// <summary>The chain does not show the payout any more: a reorganisation took it back.</summary>
    public static Step<SettlementState> PayoutGone(SettlementState state) =>
        state.Open is { Sighting: null } ? Step<SettlementState>.Stay(state) : InStatus(state, BatchStatus.Claimed, batch => batch with { Sighting = null });

    /// <summary>The payout is final: the batch is closed and its providers are paid.</summary>
    /// <returns>The state without an open batch; <paramref name="confirmed"/> is the batch to archive.</returns>
    public static Step<SettlementState> Confirm(SettlementState state, DateTimeOffset now, out Batch? confirmed)
    {
        confirmed = null;
        if (state.Open is not { Status: BatchStatus.Claimed, Sighting: { Rejected: false } sighting } batch) return NoBatch(state);
        confirmed = batch with { Status = BatchStatus.Confirmed, PayoutTransaction = sighting.Transaction, ConfirmedAt = now };
        var providers = batch.Payouts.Aggregate(state.Providers, (tallies, payout) => tallies.SetItem(payout.Provider, tallies[payout.Provider].Pay(payout.Amount, now)));
        return To(state with
        {
            Providers = providers,
            Open = null,
            NextSeqno = checked(state.NextSeqno + 1),
            LastReceiptRoot = batch.ReceiptRoot,
            LastEarningsRoot = batch.EarningsRoot,
        });
    }

    /// <summary>
    /// It is final that the vault took the batch's seqno and not one payout left: the same batch goes again under the next
    /// seqno. Any earlier, a reorganisation could free the seqno for the message that was sent, and it would pay as well.
    /// </summary>
    public static Step<SettlementState> PayoutRejected(SettlementState state)
    {
        if (state.Open is not { Status: BatchStatus.Claimed, Sighting.Rejected: true } batch) return NoBatch(state);
        var next = checked(state.NextSeqno + 1);
        return To(state with { NextSeqno = next, Open = batch with { Seqno = next, PayoutAttempt = null, Sighting = null } });
    }

    /// <summary>The chain shows draws that the books do not have. They count once they are final.</summary>
    public static Step<SettlementState> DrawsSeen(SettlementState state, DrawSighting sighting) =>
        state.Draws is { } seen && seen.Seqno == sighting.Seqno && seen.Transaction == sighting.Transaction && seen.Block <= sighting.Block
            ? Step<SettlementState>.Stay(state)
            : To(state with { Draws = sighting });

    /// <summary>The chain shows no draws that the books do not have.</summary>
    public static Step<SettlementState> DrawsGone(SettlementState state) =>
        state.Draws is null ? Step<SettlementState>.Stay(state) : To(state with { Draws = null });

    /// <summary>
    /// Takes over what providers drew from the vault by proof, now that it is final. Each draw used up a seqno, so a batch
    /// signed before can never be accepted: the open one goes again under the vault's seqno, paying what is left. Any
    /// earlier, a reorganisation could free that seqno for the old message, and leave in the books what was never drawn.
    /// </summary>
    /// <param name="state">The shard, with the draws as <see cref="DrawsSeen"/> left them.</param>
    /// <param name="drawn">What each provider drew in all, as the vault shows it after the last of them.</param>
    public static Step<SettlementState> AdoptDraws(SettlementState state, IReadOnlyDictionary<AccountAddress, Nano> drawn)
    {
        if (state.Draws is not { Seqno: var seqno }) return Refuse(RefusalCode.BatchUnknown, "No draws were seen that could be taken over.");
        Invariant.Require(seqno >= state.NextSeqno, "I7", $"the vault expects batch {seqno}, the books {state.NextSeqno}");
        var providers = drawn.Where(draw => state.Providers.ContainsKey(draw.Key)).Aggregate(state.Providers, (tallies, draw) =>
            tallies.SetItem(draw.Key, (tallies[draw.Key] with { Drawn = Nano.Max(draw.Value, tallies[draw.Key].Drawn) }).Waiting()));
        var open = state.Open is { } batch ? batch with { Seqno = seqno, PayoutAttempt = null, Sighting = null } : null;
        if (open is not null)
        {
            var payouts = open.Payouts.ConvertAll(payout => payout with { Amount = Nano.Min(payout.Amount, providers[payout.Provider].Owed) }).RemoveAll(payout => !payout.Amount.IsPositive);
            var earnings = EarningsAfter(providers, payouts);
            open = open with { Payouts = payouts, Earnings = earnings, EarningsRoot = EarningsRoot(earnings) };
        }
        return To(state with { Providers = providers, NextSeqno = seqno, Open = open, Draws = null });
    }

    private static Step<SettlementState> InStatus(SettlementState state, BatchStatus status, Func<Batch, Batch> change) =>
        state.Open is { } batch && batch.Status == status ? To(state with { Open = change(batch) }) : NoBatch(state);

    private static Step<SettlementState> NoBatch(SettlementState state) =>
        Refuse(RefusalCode.BatchUnknown, $"No open batch is in the right status (it is {state.Open?.Status.ToString() ?? "none"}).");

    private static void RequireExpired(ChainAttempt? attempt, uint chainTime) =>
        Invariant.Require(attempt is null || attempt.ValidUntil < chainTime, "I7", "a message that may still be accepted would be replaced");
}
