using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Reminders;

/// <summary>
/// The timer of one reminder: ticks at start, start + period, start + 2 periods …; a tick that is still being handled swallows
/// those that come due meanwhile.
/// </summary>
internal sealed partial class ScheduledReminder : IDisposable
{
    private readonly ReminderEntry _entry;
    private readonly IRemindable _grain;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ITimer _timer;

    public ScheduledReminder(ReminderEntry entry, IGrainFactory grains, TimeProvider time, ILogger logger)
    {
        _entry = entry;
        _grain = grains.GetGrain<IRemindable>(entry.GrainId);
        _time = time;
        _logger = logger;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static self => _ = ((ScheduledReminder)self!).Tick(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        var now = _time.GetUtcNow().UtcDateTime;
        Arm(_entry.StartAt >= now ? _entry.StartAt - now : UntilNextTick(now));
    }

    public void Dispose() => _timer.Dispose();

    // Timers hold 49 days at most; a far reminder looks again then.
    private void Arm(TimeSpan due) => _timer.Change(due < TimeSpan.FromDays(40) ? due : TimeSpan.FromDays(40), Timeout.InfiniteTimeSpan);

    /// <summary>The time to the first tick of the grid that is later than now.</summary>
    private TimeSpan UntilNextTick(DateTime now)
    {
        if (now < _entry.StartAt) return _entry.StartAt - now;
        var period = Math.Max(_entry.Period.Ticks, TimeSpan.TicksPerMillisecond);
        return new TimeSpan(period - ((now - _entry.StartAt).Ticks % period));
    }

    private async Task Tick()
    {
        var now = _time.GetUtcNow().UtcDateTime;
        try
        {
            if (now >= _entry.StartAt) await _grain.ReceiveReminder(_entry.ReminderName, new TickStatus(_entry.StartAt, _entry.Period, now));
        }
        catch (Exception exception)
        {
            LogTickFailed(_logger, exception, _entry.ReminderName, _entry.GrainId);
        }

        Arm(UntilNextTick(_time.GetUtcNow().UtcDateTime));
    }

    [LoggerMessage(EventId = 140, Level = LogLevel.Warning, Message = "Reminder '{ReminderName}' of grain {GrainId} failed; it comes again after its period.")]
    private static partial void LogTickFailed(ILogger logger, Exception exception, string reminderName, GrainId grainId);
}
