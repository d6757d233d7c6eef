namespace Cocoon.Attestation.Azure.Tests;

/// <summary>A clock whose waits end at once and are written down; long time limits never fire unless asked to.</summary>
internal sealed class RecordedDelays : TimeProvider
{
    private readonly List<Action> _limits = [];

    /// <summary>Waits of at least this are time limits, not delays between requests.</summary>
    public TimeSpan Limit { get; init; } = TimeSpan.FromSeconds(10);

    public List<TimeSpan> Waited { get; } = [];

    /// <summary>Fires all time limits that were set and not taken back.</summary>
    public void PassLimits()
    {
        lock (Waited)
            foreach (var fire in _limits) fire();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime == Timeout.InfiniteTimeSpan) return base.CreateTimer(callback, state, dueTime, period);
        lock (Waited)
        {
            if (dueTime >= Limit)
            {
                _limits.Add(() => callback(state));
                return base.CreateTimer(_ => { }, null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            }
            Waited.Add(dueTime);
        }
        return base.CreateTimer(callback, state, TimeSpan.Zero, period);
    }
}
