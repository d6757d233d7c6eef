namespace Cocoon.Ton.Tests.Client;

/// <summary>
/// A clock that stands still until something waits: then the wait is over at once, and the clock is later by it. It
/// remembers how long each wait would have been.
/// </summary>
internal sealed class EagerTime : TimeProvider
{
    private readonly Lock _lock = new();

    public List<TimeSpan> Waits { get; } = [];

    public DateTimeOffset Now { get; set; } = new(2026, 11, 21, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Waits of this length never end: the limit of one try, in tests that have no silent node.</summary>
    public TimeSpan? Endless { get; init; }

    public override DateTimeOffset GetUtcNow() => Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan || dueTime == Endless) return base.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, period);
        lock (_lock)
        {
            Waits.Add(dueTime);
            Now += dueTime;
        }
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
