using Cocoon.Core.Crypto;

namespace Cocoon.Core.Settlement;

public static partial class Settlements
{
    /// <summary>
    /// Writes down the message that claims the batch's vouchers. Claims are cumulative, so a second message is harmless,
    /// but the first must have expired before another is made: the wallet's sequence number would clash.
    /// </summary>
    public static Step<SettlementState> ClaimSigned(SettlementState state, ChainAttempt attempt, uint chainTime) =>
        InStatus(state, BatchStatus.Written, batch =>
        {
            RequireExpired(batch.ClaimAttempt, chainTime);
            return batch with { ClaimAttempt = attempt };
        });

    /// <summary>The chain shows every voucher of the batch claimed.</summary>
    public static Step<SettlementState> Claimed(SettlementState state)
    {
        if (state.Open is not { Status: BatchStatus.Written } batch) return NoBatch(state);
        var channels = batch.Claims.Aggregate(state.Channels, (tallies, claim) =>
        {
            var tally = tallies[claim.Voucher.Channel];
            return tallies.SetItem(claim.Voucher.Channel, tally with { ClaimedSeqno = Math.Max(tally.ClaimedSeqno, claim.Voucher.Seqno) });
        });
        return To(state with { Channels = channels, Open = batch with { Status = BatchStatus.Claimed } });
    }

    /// <summary>Writes down the signed payout. The same batch under the same seqno; only its validity is new (I7).</summary>
    public static Step<SettlementState> PayoutSigned(SettlementState state, ChainAttempt attempt, uint chainTime) =>
        InStatus(state, BatchStatus.Claimed, batch =>
        {
            RequireExpired(batch.PayoutAttempt, chainTime);
            return batch with { PayoutAttempt = attempt };
        });

    /// <summary>The payout is on chain: the batch is closed and its providers are paid.</summary>
    /// <returns>The state without an open batch; <paramref name="confirmed"/> is the batch to archive.</returns>
    public static Step<SettlementState> Confirm(SettlementState state, HexBytes transaction, DateTimeOffset now, out Batch? confirmed)
    {
        confirmed = null;
        if (state.Open is not { Status: BatchStatus.Claimed } batch) return NoBatch(state);
        confirmed = batch with { Status = BatchStatus.Confirmed, PayoutTransaction = transaction, ConfirmedAt = now };
        var providers = batch.Payouts.Aggregate(state.Providers, (tallies, payout) => tallies.SetItem(payout.Provider,
            tallies[payout.Provider] with { Paid = tallies[payout.Provider].Paid + payout.Amount }));
        return To(state with { Providers = providers, Open = null, NextSeqno = checked(state.NextSeqno + 1) });
    }

    /// <summary>
    /// The vault took the batch's seqno but its action phase failed, so not one payout left: the same batch goes again
    /// under the next seqno.
    /// </summary>
    public static Step<SettlementState> PayoutRejected(SettlementState state)
    {
        if (state.Open is not { Status: BatchStatus.Claimed } batch) return NoBatch(state);
        var next = checked(state.NextSeqno + 1);
        return To(state with { NextSeqno = next, Open = batch with { Seqno = next, PayoutAttempt = null } });
    }

    private static Step<SettlementState> InStatus(SettlementState state, BatchStatus status, Func<Batch, Batch> change) =>
        state.Open is { } batch && batch.Status == status ? To(state with { Open = change(batch) }) : NoBatch(state);

    private static Step<SettlementState> NoBatch(SettlementState state) =>
        Refuse(RefusalCode.BatchUnknown, $"No open batch is in the right status (it is {state.Open?.Status.ToString() ?? "none"}).");

    private static void RequireExpired(ChainAttempt? attempt, uint chainTime) =>
        Invariant.Require(attempt is null || attempt.ValidUntil < chainTime, "I7", "a message that may still be accepted would be replaced");
}
