using Cocoon.Core.Jobs;

namespace Cocoon.Core.Channels;

public static partial class Channel
{
    /// <summary>
    /// Releases a job's hold without a charge. A job the channel never saw is remembered as voided too, so that a hold
    /// still on its way cannot take effect afterwards.
    /// </summary>
    public static Step<ChannelState> Void(ChannelState state, JobId job)
    {
        if (RequireOpen(state) is { } closed) return Refuse(closed.Code, closed.Message);
        return FindEnded(state, job) switch
        {
            { Ending: HoldEnding.Posted } => Refuse(RefusalCode.HoldEnded, $"Job {job} was charged and can no longer be voided."),
            not null => Step<ChannelState>.Stay(state),
            null => To(state, Release(state, new EndedHold(job, HoldEnding.Voided, default, 0))),
        };
    }

    /// <summary>Releases every hold whose deadline has passed (I13).</summary>
    public static Step<ChannelState> ExpireHolds(ChannelState state, DateTimeOffset now)
    {
        var late = state.Holds.Where(hold => hold.Value.Deadline <= now).Select(hold => hold.Key).ToList();
        if (late.Count == 0) return Step<ChannelState>.Stay(state);
        var after = late.Aggregate(state, (current, job) => Release(current, new EndedHold(job, HoldEnding.Expired, default, 0)));
        return To(state, after);
    }
}
