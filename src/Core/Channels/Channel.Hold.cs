using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

public static partial class Channel
{
    /// <summary>Reserves the most a job can cost.</summary>
    /// <param name="state">The channel.</param>
    /// <param name="job">The operation id: one job takes one hold.</param>
    /// <param name="amount">Zero (a free model) or more.</param>
    /// <param name="deadline">When the hold ends by itself.</param>
    /// <param name="limits">The market's rules.</param>
    /// <param name="now">The time.</param>
    public static Step<ChannelState> Hold(ChannelState state, JobId job, Nano amount, DateTimeOffset deadline, ChannelLimits limits, DateTimeOffset now)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        if (state.Holds.TryGetValue(job, out var held))
        {
            return held.Amount == amount && held.Deadline == deadline
                ? Step<ChannelState>.Stay(state)
                : Refuse(RefusalCode.OperationConflict, $"Job {job} already holds {held.Amount}.");
        }
        if (FindEnded(state, job) is not null) return Refuse(RefusalCode.HoldEnded, $"The hold of job {job} has ended.");
        if (amount.IsNegative) return Refuse(RefusalCode.AmountInvalid, "A hold is never negative.");
        if (deadline <= now || deadline - now > limits.MaxHoldTime)
            return Refuse(RefusalCode.DeadlineInvalid, $"A job's deadline lies between now and {limits.MaxHoldTime.TotalSeconds:0} s from now.");
        if (RequireJobs(state) is { } ending) return Refuse(ending.Code, ending.Message);
        if (state.Holds.Count >= limits.MaxHolds)
            return Refuse(RefusalCode.TooManyHolds, $"{limits.MaxHolds} jobs are running on this channel. Wait for one to end.");

        return RequireFunds(state, amount, limits) is { } refusal
            ? Refuse(refusal.Code, refusal.Message)
            : To(state, state with { Held = state.Held + amount, Holds = state.Holds.Add(job, new Hold(amount, deadline)) });
    }

    /// <summary>Whether new jobs may start: not on a channel that is ending, nor while its voucher key changes.</summary>
    private static Refusal? RequireJobs(ChannelState state) => state switch
    {
        { Phase: not ChannelPhase.Open } => new Refusal(RefusalCode.ChannelClosing, $"Channel {state.Channel} is being closed and takes no new jobs. Open another one."),
        { KeyChangesAt: { } at } => new Refusal(RefusalCode.ChannelClosing, $"The voucher key of channel {state.Channel} changes at {at:u}. It takes new jobs again afterwards."),
        _ => null,
    };

    private static Refusal? RequireFunds(ChannelState state, Nano amount, ChannelLimits limits)
    {
        var available = state.Available(limits);
        if (amount > available)
        {
            return new Refusal(RefusalCode.InsufficientBalance,
                $"This job may cost {amount}, and channel {state.Channel} has {Nano.Max(available, Nano.Zero)} free. Top up the channel by {amount - available} or more, or lower max_tokens.");
        }
        // Holds count as exposure, so that posting them later can never lift exposure above the cap (I9).
        var exposure = state.Exposure + amount;
        if (exposure > limits.CreditCap || state.Unsettled.Length >= MaxUnsettled)
        {
            return new Refusal(RefusalCode.VoucherRequired,
                $"Channel {state.Channel} owes {state.Charged - state.Vouched} beyond its last voucher, and with this job's {amount} would pass the credit cap of {limits.CreditCap}. Sign a voucher for {state.Charged} with seqno {(state.Voucher?.Voucher.Seqno ?? 0) + 1} or above.");
        }
        return null;
    }
}
