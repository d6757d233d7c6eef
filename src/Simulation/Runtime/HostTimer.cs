namespace Cocoon.Simulation.Runtime;

/// <summary>A timer on a simulated clock.</summary>
internal sealed class HostTimer(HostTime time, TimerCallback callback, object? state) : ITimer
{
    private static readonly Action<object?> FireSetting = static setting => ((Setting)setting!).Fire();
    private Setting? _setting;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        // An event in the heap cannot be taken back: a replaced setting finds itself replaced and does nothing.
        _setting = null;
        if (dueTime == Timeout.InfiniteTimeSpan) return true;
        _setting = new Setting(this, period);
        time.World.At(time.World.Now + time.Weather.Disturb(dueTime).Ticks, FireSetting, _setting);
        return true;
    }

    public void Dispose() => _setting = null;

    public ValueTask DisposeAsync()
    {
        Dispose();
        return default;
    }

    private sealed class Setting(HostTimer timer, TimeSpan period)
    {
        public void Fire()
        {
            var time = timer.Time;
            if (!ReferenceEquals(timer._setting, this) || time.IsStopped) return;
            timer._setting = null;
            if (period > TimeSpan.Zero) timer.Change(period, period);
            timer.Run();
            if (time.Weather.Repeats()) timer.Run();
        }
    }

    private HostTime Time => time;

    private void Run() => callback(state);
}
