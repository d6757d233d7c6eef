using Cocoon.LocalRuntime.Streams;
using Microsoft.Extensions.Logging;
using Orleans;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Activations;

/// <summary>How the grain comes to life and ends.</summary>
internal sealed partial class Activation
{
    private readonly TimeSpan _collectionAge;
    private ActivationStatus _status;
    private DeactivationReason? _reason;
    private long _lastUse;
    private long _keepUntil;
    private bool _ending;

    /// <summary>Begins to activate. Called once, by whoever put this activation into the directory.</summary>
    public void Start(Dictionary<string, object>? requestContext) => Post(() => _ = Activate(requestContext));

    public void Deactivate(DeactivationReason deactivationReason, CancellationToken cancellationToken = default)
    {
        if (ReferenceEquals(RuntimeContext.Current, this)) Stop(deactivationReason);
        else Post(() => Stop(deactivationReason));
    }

    /// <summary>Keeps the idle collector away; zero takes that back. From the grain's turns only.</summary>
    public void DelayDeactivation(TimeSpan timeSpan) => Volatile.Write(ref _keepUntil,
        timeSpan == TimeSpan.MaxValue || timeSpan == Timeout.InfiniteTimeSpan ? long.MaxValue
        : timeSpan <= TimeSpan.Zero ? 0
        : Silo.Time.GetTimestamp() + (long)(timeSpan.TotalSeconds * Silo.Time.TimestampFrequency));

    /// <summary>Ends the activation if it has been idle for its age. Thread-safe.</summary>
    public void CollectIfIdle()
    {
        if (IsOld()) Post(() =>
        {
            if (_status == ActivationStatus.Active && _running == 0 && _waiting.Count == 0 && IsOld())
                Stop(new DeactivationReason(DeactivationReasonCode.ActivationIdle, $"No call for {_collectionAge}."));
        });
    }

    private bool IsOld()
    {
        var now = Silo.Time.GetTimestamp();
        return !Class.KeepsAlive && Volatile.Read(ref _keepUntil) <= now && Silo.Time.GetElapsedTime(Volatile.Read(ref _lastUse), now) >= _collectionAge;
    }

    private void Touch() => Volatile.Write(ref _lastUse, Silo.Time.GetTimestamp());

    private async Task Activate(Dictionary<string, object>? requestContext)
    {
        RequestContext.Current = requestContext;
        try
        {
            using var limit = new CancellationTokenSource(Silo.Collection.ActivationTimeout, Silo.Time);
            GrainInstance = Class.Create(this);
            if (GrainInstance is ILifecycleParticipant<IGrainLifecycle> participant) participant.Participate(_lifecycle);
            await _lifecycle.Start(limit.Token).WaitAsync(limit.Token);
            if (GrainInstance is IGrainBase grain) await grain.OnActivateAsync(limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception exception)
        {
            await Fail(exception);
            return;
        }

        Touch();
        _status = ActivationStatus.Active;
        if (_reason is { } reason) Stop(reason);
        else RunWaiting();
    }

    /// <summary>The grain could not be activated: calls that wait for it fail the same way, later calls try again.</summary>
    private async Task Fail(Exception exception)
    {
        LogActivationFailed(Silo.Logger, exception, GrainId);
        _reason = new DeactivationReason(DeactivationReasonCode.ActivationFailed, exception, "The grain could not be activated.");
        await End();
    }

    private void Stop(DeactivationReason reason)
    {
        _reason ??= reason;
        if (_status != ActivationStatus.Active) return;
        _status = ActivationStatus.Stopping;
        // A consumer may be waiting for the next element of an endless enumeration; a host that stops does not wait for that.
        if (reason.ReasonCode == DeactivationReasonCode.ShuttingDown) _ = EndProducers().AsTask();
        StopIfIdle();
    }

    private ValueTask EndProducers() =>
        _components?.GetValueOrDefault(typeof(IAsyncEnumerableGrainExtension)) is AsyncEnumerableGrainExtension producers ? producers.DisposeAllAsync() : default;

    private void StopIfIdle()
    {
        if (_status != ActivationStatus.Stopping || _running > 0 || _ending) return;
        _ending = true;
        // In a turn of its own: the call that asked for the end has its answer first.
        Post(() => _ = Finish());
    }

    private async Task Finish()
    {
        using var limit = new CancellationTokenSource(Silo.Collection.DeactivationTimeout, Silo.Time);
        foreach (var timer in _timers.ToArray()) timer.Dispose();
        try
        {
            await EndProducers();
            if (GrainInstance is IGrainBase grain) await grain.OnDeactivateAsync(_reason!.Value, limit.Token).WaitAsync(limit.Token);
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(Silo.Logger, exception, GrainId);
        }

        await End();
    }

    private async Task End()
    {
        foreach (var timer in _timers.ToArray()) timer.Dispose();
        try
        {
            await _lifecycle.Stop();
            if (GrainInstance is IAsyncDisposable asyncDisposable) await asyncDisposable.DisposeAsync();
            else (GrainInstance as IDisposable)?.Dispose();
            if (_scope is IAsyncDisposable asyncScope) await asyncScope.DisposeAsync();
            else _scope?.Dispose();
        }
        catch (Exception exception)
        {
            LogDeactivationFailed(Silo.Logger, exception, GrainId);
        }

        _status = ActivationStatus.Ended;
        if (_pool is null) Silo.Directory.Remove(GrainId, this);
        else _pool.Remove(this);
        _deactivated.TrySetResult();
        while (_waiting.First is { } call)
        {
            _waiting.Remove(call);
            GiveBack(call);
        }
    }

    [LoggerMessage(EventId = 102, Level = LogLevel.Warning, Message = "Grain {GrainId} could not be activated.")]
    private static partial void LogActivationFailed(ILogger logger, Exception exception, GrainId grainId);

    [LoggerMessage(EventId = 103, Level = LogLevel.Warning, Message = "Grain {GrainId} failed while it was deactivated.")]
    private static partial void LogDeactivationFailed(ILogger logger, Exception exception, GrainId grainId);
}
