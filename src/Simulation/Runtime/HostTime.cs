namespace Cocoon.Simulation.Runtime;

/// <summary>
/// The clock of one simulated process: the world's time plus an error of its own, and timers that may come early, late or
/// twice. Timestamps never jump; only the wall clock does, as on a real machine.
/// </summary>
internal sealed class HostTime(World world, TimerWeather weather) : TimeProvider
{
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public World World { get; } = world;

    public TimerWeather Weather { get; } = weather;

    /// <summary>How far the wall clock is ahead of the world's.</summary>
    public TimeSpan Skew
    {
        get;
        set
        {
            field = value;
            if (value > World.FastestClock) World.FastestClock = value;
        }
    }

    /// <summary>A process that has died: none of its timers fires any more.</summary>
    public bool IsStopped { get; set; }

    public override DateTimeOffset GetUtcNow() => World.Epoch.AddTicks(World.Now + Skew.Ticks);

    public override long GetTimestamp() => World.Now;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new HostTimer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }
}
