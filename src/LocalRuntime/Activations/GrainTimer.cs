using Microsoft.Extensions.Logging;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>
/// A timer whose ticks are calls to its own grain: they wait their turn, and the next is set when one has ended. Members run in
/// the grain's turns, except <see cref="OnDue"/>.
/// </summary>
internal sealed partial class GrainTimer : IGrainTimer
{
    private readonly Activation _activation;
    private readonly Func<CancellationToken, Task> _callback;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly ITimer _timer;
    private TimeSpan _dueTime;
    private TimeSpan _period;
    private bool _ticking;
    private bool _changed;

    public GrainTimer(Activation activation, Func<CancellationToken, Task> callback, GrainTimerCreationOptions options)
    {
        _activation = activation;
        _callback = callback;
        Interleaves = options.Interleave;
        KeepsAlive = options.KeepAlive;
        using (ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow())
            _timer = activation.Silo.Time.CreateTimer(static timer => ((GrainTimer)timer!).OnDue(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    public bool Interleaves { get; }

    public bool KeepsAlive { get; }

    public void Change(TimeSpan dueTime, TimeSpan period)
    {
        RequireTimerSpan(dueTime, nameof(dueTime));
        RequireTimerSpan(period, nameof(period));
        _dueTime = dueTime;
        _period = period;
        _changed = true;
        if (!_ticking && !_cancellation.IsCancellationRequested) _timer.Change(dueTime, Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        if (_cancellation.IsCancellationRequested) return;
        _timer.Dispose();
        _activation.Forget(this);
        _cancellation.Cancel();
    }

    /// <summary>Runs one tick; an exception is logged and becomes the tick's response, and the timer goes on.</summary>
    public async ValueTask<Response> Tick()
    {
        if (_cancellation.IsCancellationRequested) return Response.Completed;
        _ticking = true;
        _changed = false;
        try
        {
            await _callback(_cancellation.Token);
            return Response.Completed;
        }
        catch (Exception exception)
        {
            LogTickFailed(_activation.Silo.Logger, exception, _activation.GrainId);
            return Response.FromException(exception);
        }
        finally
        {
            _ticking = false;
            if (!_cancellation.IsCancellationRequested) _timer.Change(_changed ? _dueTime : _period, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnDue() => _activation.TryReceive(new TimerTick(this, _activation.GrainId));

    private static void RequireTimerSpan(TimeSpan span, string name)
    {
        if (span != Timeout.InfiniteTimeSpan) ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero, name);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(span, TimeSpan.FromMilliseconds(uint.MaxValue - 1), name);
    }

    [LoggerMessage(EventId = 104, Level = LogLevel.Warning, Message = "A timer tick of grain {GrainId} failed; the timer goes on.")]
    private static partial void LogTickFailed(ILogger logger, Exception exception, GrainId grainId);
}
