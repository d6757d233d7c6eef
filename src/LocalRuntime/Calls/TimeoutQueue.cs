namespace Cocoon.LocalRuntime.Calls;

/// <summary>
/// Calls that share one timeout, in the order they were sent, which is the order of their deadlines: adding and removing take
/// constant time and one timer serves them all. Thread-safe.
/// </summary>
internal sealed class TimeoutQueue
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly TimeSpan _timeout;
    private readonly long _timeoutTicks;
    private readonly ITimer _timer;
    private WaitingCall? _first;
    private WaitingCall? _last;
    private bool _armed;

    public TimeoutQueue(TimeProvider time, TimeSpan timeout)
    {
        _time = time;
        _timeout = timeout;
        _timeoutTicks = (long)(timeout.TotalSeconds * time.TimestampFrequency);
        using (ExecutionContext.SuppressFlow())
            _timer = time.CreateTimer(static queue => ((TimeoutQueue)queue!).OnTimer(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public void Add(WaitingCall call)
    {
        call.TimeoutQueue = this;
        lock (_lock)
        {
            call.Deadline = _time.GetTimestamp() + _timeoutTicks;
            call.PreviousTimeout = _last;
            if (_last is null) _first = call;
            else _last.NextTimeout = call;
            _last = call;
            if (_armed) return;
            _armed = true;
        }

        // The first timer runs for one whole timeout; OnTimer finds the next deadline, so a busy queue re-arms rarely.
        _timer.Change(_timeout, Timeout.InfiniteTimeSpan);
    }

    public void Remove(WaitingCall call)
    {
        lock (_lock) Unlink(call);
    }

    /// <summary>Ends every call in the queue.</summary>
    public List<WaitingCall> TakeAll()
    {
        lock (_lock) return TakeUntil(long.MaxValue);
    }

    private void OnTimer()
    {
        List<WaitingCall> expired;
        lock (_lock)
        {
            var now = _time.GetTimestamp();
            expired = TakeUntil(now);
            _armed = _first is not null;
            if (_first is not null)
            {
                var left = _time.GetElapsedTime(now, _first.Deadline);
                _timer.Change(left < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : left, Timeout.InfiniteTimeSpan);
            }
        }

        foreach (var call in expired) call.Expire();
    }

    private List<WaitingCall> TakeUntil(long deadline)
    {
        var taken = new List<WaitingCall>();
        while (_first is { } call && call.Deadline <= deadline)
        {
            taken.Add(call);
            Unlink(call);
        }

        return taken;
    }

    private void Unlink(WaitingCall call)
    {
        if (call.TimeoutQueue is null) return;
        call.TimeoutQueue = null;
        if (call.PreviousTimeout is null) _first = call.NextTimeout;
        else call.PreviousTimeout.NextTimeout = call.NextTimeout;
        if (call.NextTimeout is null) _last = call.PreviousTimeout;
        else call.NextTimeout.PreviousTimeout = call.PreviousTimeout;
        call.NextTimeout = call.PreviousTimeout = null;
    }
}
