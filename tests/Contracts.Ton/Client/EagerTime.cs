namespace Cocoon.Ton.Tests.Client;

/// <summary>A clock on which every wait is over at once; it remembers how long each would have been.</summary>
internal sealed class EagerTime : TimeProvider
{
    public List<TimeSpan> Waits { get; } = [];

    /// <summary>Waits of this length never end: the limit of one try, in tests that have no silent node.</summary>
    public TimeSpan? Endless { get; init; }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || dueTime == Endless) return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        Waits.Add(dueTime);
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
