using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

public static partial class Channel
{
    /// <summary>The client wants to close together: no new jobs start, running ones end.</summary>
    public static Step<ChannelState> Drain(ChannelState state)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        return state.Phase == ChannelPhase.Open ? To(state, state with { Phase = ChannelPhase.Draining }) : Step<ChannelState>.Stay(state);
    }

    /// <summary>The client wants to go on after all; possible until the final amount is signed.</summary>
    public static Step<ChannelState> Reopen(ChannelState state)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        return state.Phase switch
        {
            ChannelPhase.Open => Step<ChannelState>.Stay(state),
            ChannelPhase.Draining => To(state, state with { Phase = ChannelPhase.Open }),
            _ => Refuse(RefusalCode.ChannelClosing, $"Channel {state.Channel} is {state.Phase}; that cannot be undone. Open another one."),
        };
    }

    /// <summary>
    /// What the market keeps when both sides close now. Never below what was claimed before, because the contract can only
    /// pay the difference.
    /// </summary>
    public static Nano FinalAmount(ChannelState state) => Nano.Max(state.Charged, state.Claimed);

    /// <summary>Agrees to close with <see cref="FinalAmount"/>, whose signature by the client the caller has checked.</summary>
    public static Step<ChannelState> Agree(ChannelState state)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        if (state.Phase is ChannelPhase.Agreed) return Step<ChannelState>.Stay(state);
        if (state.Phase is ChannelPhase.Closed) return Refuse(RefusalCode.ChannelClosing, $"Channel {state.Channel} is closed already.");
        if (state.Phase is ChannelPhase.Open) return Refuse(RefusalCode.ChannelClosing, $"Channel {state.Channel} takes jobs. Ask to close it first.");
        if (!state.Holds.IsEmpty) return Refuse(RefusalCode.ChannelBusy, $"{state.Holds.Count} jobs are running on channel {state.Channel}. Try again when they have ended.");
        return state.Vouched < state.Charged
            // Providers are paid for what vouchers cover, so the last one must cover everything.
            ? Refuse(RefusalCode.VoucherRequired, $"Channel {state.Channel} owes {state.Charged - state.Vouched} beyond its last voucher. Sign a voucher for {state.Charged} first.")
            : To(state, state with { Phase = ChannelPhase.Agreed });
    }

    /// <summary>Reserves an amount for the owner to take back. One permit at a time; the same request gets the same permit.</summary>
    /// <param name="state">The channel.</param>
    /// <param name="amount">More than zero, at most what is available.</param>
    /// <param name="validUntil">Until when the contract takes the permit, Unix seconds.</param>
    /// <param name="limits">The market's rules.</param>
    public static Step<ChannelState> Permit(ChannelState state, Nano amount, uint validUntil, ChannelLimits limits)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        if (!amount.IsPositive) return Refuse(RefusalCode.AmountInvalid, "The amount to withdraw is positive.");
        var total = state.Withdrawn + amount;
        if (state.Permit is { } permit)
        {
            return permit.Total == total
                ? Step<ChannelState>.Stay(state)
                : Refuse(RefusalCode.OperationConflict, $"A withdrawal up to {permit.Total} in all is signed. Use it, or wait until it has expired.");
        }
        if (state.Phase is not ChannelPhase.Open) return Refuse(RefusalCode.ChannelClosing, $"Channel {state.Channel} is being closed; the rest comes back with that.");
        // Vouchers may be ahead of the charges; what they reach is the market's to claim.
        var free = Nano.Min(state.Available(limits), state.Ceiling - limits.MinReserve - state.Vouched);
        return amount > free
            ? Refuse(RefusalCode.InsufficientBalance, $"{Nano.Max(free, Nano.Zero)} of channel {state.Channel} are free to withdraw, not {amount}.")
            : To(state, state with { Permit = new WithdrawalPermit(total, validUntil) });
    }
}
