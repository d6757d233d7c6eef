namespace Cocoon.Core.Accounts;

/// <summary>
/// A limit per minute as a bucket that refills steadily: a minute's worth may be taken at once, and comes back evenly. Exact
/// integers; the default value is a full bucket. Immutable.
/// </summary>
/// <param name="Taken">What is missing in the bucket, times <see cref="TimeSpan.TicksPerMinute"/>.</param>
/// <param name="At">When that was so.</param>
public readonly record struct RateWindow(long Taken, DateTimeOffset At)
{
    private const long Unit = TimeSpan.TicksPerMinute;

    /// <summary>Takes <paramref name="count"/> if there is as much.</summary>
    /// <param name="limit">Per minute, from 1.</param>
    /// <param name="count">How many to take.</param>
    /// <param name="now">The time; one before <see cref="At"/> counts as that.</param>
    /// <param name="after">The bucket afterwards; unchanged but for the time when there was too little.</param>
    public bool TryTake(int limit, long count, DateTimeOffset now, out RateWindow after)
    {
        after = Refilled(limit, now);
        if (count > limit || after.Taken > (limit - count) * Unit) return false;
        after = after with { Taken = after.Taken + count * Unit };
        return true;
    }

    /// <summary>How many can be taken now.</summary>
    public long Remaining(int limit, DateTimeOffset now) => limit - (Refilled(limit, now).Taken + Unit - 1) / Unit;

    /// <summary>When <paramref name="count"/> can be taken; null when more than the limit is wanted, which is never.</summary>
    public TimeSpan? Wait(int limit, long count, DateTimeOffset now) =>
        count > limit ? null : TimeToHave(Refilled(limit, now).Taken - (limit - count) * Unit, limit);

    /// <summary>When the bucket is full again.</summary>
    public TimeSpan Reset(int limit, DateTimeOffset now) => TimeToHave(Refilled(limit, now).Taken, limit);

    private static TimeSpan TimeToHave(long missing, int limit) => missing <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks((missing + limit - 1) / limit);

    private RateWindow Refilled(int limit, DateTimeOffset now)
    {
        if (now <= At) return this with { Taken = Math.Min(Taken, limit * Unit) };
        var elapsed = Math.Min((now - At).Ticks, Unit);
        return new RateWindow(Math.Max(0, Math.Min(Taken, limit * Unit) - elapsed * limit), now);
    }
}
