using Cocoon.Core.Crypto;

namespace Cocoon.Core.Audits;

/// <summary>The way of a slash from its announcement to its end, one look at the stake at a time. Pure.</summary>
public static class SlashCourse
{
    /// <summary>How long a dispute rests where only others can get it further, in seconds: a wallet without money, or another's slash that nobody ends.</summary>
    public const int PauseSeconds = 300;

    /// <summary>How long at most until a look whether another's slash has ended early, in seconds: what it held may leave the stake then.</summary>
    public const int OtherSeconds = 3_600;

    /// <summary>What a dispute that was upheld does next, by what its stake shows.</summary>
    public static SlashStep Next(DisputeState state, HexBytes evidence, StakeFacts stake)
    {
        if (stake.Used.TryGetValue(evidence, out var tookMoney)) return new SlashStep.End(tookMoney ? SlashOutcome.Executed : SlashOutcome.Dropped);
        if (stake.Pending is { } own && own.Evidence == evidence)
        {
            if (stake.Time < own.DueAt) return new SlashStep.Watch(own.LapsesAt);
            return new SlashStep.Send(own.LapsesAt is null ? SlashMessage.Execute : SlashMessage.Lapse);
        }
        if (state.Phase == DisputePhase.Announced)
        {
            // A node that lags behind the one that showed the announcement knows nothing of it yet.
            return stake.Time > state.AnnouncedAt ? new SlashStep.End(SlashOutcome.Withdrawn) : new SlashStep.Wait(state.AnnouncedAt + 1L);
        }
        if (!stake.CanBeSlashed) return new SlashStep.End(SlashOutcome.None);
        // A stake holds one slash at a time: this waits for the other.
        return stake.Pending is { } other ? new SlashStep.Wait(Math.Clamp(other.DueAt, stake.Time + (long)PauseSeconds, stake.Time + (long)OtherSeconds)) : new SlashStep.Send(SlashMessage.Announce);
    }

    /// <summary>How long to rest until the chain's clock shows <paramref name="until"/>; at most <see cref="OtherSeconds"/>.</summary>
    public static TimeSpan Rest(long until, StakeFacts stake) => TimeSpan.FromSeconds(Math.Min(until - stake.Time, OtherSeconds));
}
