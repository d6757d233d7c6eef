namespace Cocoon.Inference.LlamaCpp.Tests.Running;

/// <summary>A clock that stands; timers set while it is late fire at once.</summary>
internal sealed class LateClock : TimeProvider
{
    public bool IsLate { get; set; }

    public TimeSpan Now { get; set; }

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Now.Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) => new LateTimer(this, () => callback(state));

    private sealed class LateTimer(LateClock clock, Action fire) : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            if (clock.IsLate && dueTime != Timeout.InfiniteTimeSpan) fire();
            return true;
        }

        public void Dispose()
        {
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
