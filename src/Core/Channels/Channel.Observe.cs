using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

public static partial class Channel
{
    /// <summary>Seconds after its validity in which a withdrawal permit stays reserved: a reorganisation may bring it back.</summary>
    private const uint PermitGrace = 120;

    /// <summary>
    /// Takes over what the chain shows: opens the books of a channel seen for the first time, and follows deposits,
    /// withdrawals, key changes and closes. Repeating it with the same facts changes nothing.
    /// </summary>
    public static Step<ChannelState> Observe(ChannelState state, ChannelFacts facts, ChannelLimits limits)
    {
        if (facts.VoucherKey.Length != 32) return Refuse(RefusalCode.ChannelMismatch, "A voucher key has 32 bytes.");
        if (facts.Deposit.IsNegative) return Refuse(RefusalCode.AmountInvalid, "A deposit is never negative.");
        var isNew = !state.IsOpen;
        if (isNew) state = state with { Channel = facts.Channel, Client = facts.Client, Vault = facts.Vault, VoucherKey = facts.VoucherKey };
        else if (state.Channel != facts.Channel || state.Client != facts.Client || state.Vault != facts.Vault)
            return Refuse(RefusalCode.ChannelMismatch, $"Channel {facts.Channel} is open with another owner or vault.");
        if (facts.Deposit < state.Deposit)
            return Refuse(RefusalCode.DepositShrank, $"The chain shows {facts.Deposit} deposited in {state.Channel}, less than the {state.Deposit} confirmed before.");
        var allowed = Nano.Max(state.Withdrawn, state.Permit?.Total ?? Nano.Zero);
        if (facts.Withdrawn > allowed && !facts.Closed)
            return Refuse(RefusalCode.ChannelMismatch, $"The chain shows {facts.Withdrawn} withdrawn from {state.Channel}, more than the {allowed} that the market has signed for.");

        var deposit = Final(state, facts, limits.FinalityBlocks);
        var after = state with
        {
            VoucherKey = facts.VoucherKey,
            Deposit = deposit,
            Seen = deposit == facts.Deposit ? null : Sight(state.Seen, deposit, facts),
            // A close withdraws all that is not claimed, charged or not; the books keep what was charged.
            Withdrawn = facts.Closed ? state.Withdrawn : facts.Withdrawn,
            Permit = state.Permit is { } permit && facts.Time.ToUnixTimeSeconds() > permit.ValidUntil + PermitGrace ? null : state.Permit,
            Claimed = facts.Claimed,
            Phase = PhaseOf(state.Phase, facts),
            ClosesAt = facts.ClosesAt,
            KeyChangesAt = facts.KeyChangesAt,
        };
        return after == state && !isNew ? Step<ChannelState>.Stay(state) : To(state, after);
    }

    /// <summary>The deposit that cannot be taken back any more.</summary>
    private static Nano Final(ChannelState state, ChannelFacts facts, uint finality)
    {
        if (finality == 0) return facts.Deposit;
        return state.Seen is { } seen && seen.Deposit <= facts.Deposit && facts.Block >= seen.Block + finality
            ? Nano.Max(seen.Deposit, state.Deposit)
            : state.Deposit;
    }

    /// <summary>
    /// The oldest sighting that still stands and is not final yet, so that frequent small deposits do not push each other
    /// back for ever.
    /// </summary>
    private static DepositSighting Sight(DepositSighting? seen, Nano final, ChannelFacts facts) =>
        seen is null || seen.Deposit <= final || seen.Deposit > facts.Deposit || seen.Block > facts.Block ? new DepositSighting(facts.Deposit, facts.Block) : seen;

    private static ChannelPhase PhaseOf(ChannelPhase phase, ChannelFacts facts) => facts switch
    {
        { Closed: true } => ChannelPhase.Closed,
        // A reorganisation took the close back. It may come again, and so may the agreement behind it.
        _ when phase is ChannelPhase.Closed or ChannelPhase.Agreed => ChannelPhase.Agreed,
        { ClosesAt: not null } => ChannelPhase.Closing,
        _ => phase is ChannelPhase.Closing ? ChannelPhase.Open : phase,
    };
}
