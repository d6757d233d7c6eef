using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Storage.Postgres;

/// <summary>
/// Delivers the reminders that are due, of all grains, together with the pumps of the other core silos: each tick is claimed by
/// one of them. It claims no more than it can deliver at once, so an outage is caught up on at a steady pace. Thread-safe.
/// </summary>
internal sealed partial class PostgresReminderPump(
    PostgresReminderTable table, IGrainFactory grains, IHostApplicationLifetime lifetime, TimeProvider time, Random random,
    IOptions<PostgresReminderOptions> options, ILogger<PostgresReminderPump> logger) : BackgroundService
{
    private static readonly TimeSpan ShortestWait = TimeSpan.FromMilliseconds(100);

    private readonly SemaphoreSlim _places = new(options.Value.MaxConcurrent);
    private readonly Lock _lock = new();
    private TaskCompletionSource _sooner = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _waitsUntil = long.MinValue;
    private long _expected = long.MaxValue;

    /// <summary>A reminder was set here: looks at the table when it is due, if it would not have done so before.</summary>
    public void ExpectIn(TimeSpan dueTime)
    {
        var at = time.GetTimestamp() + Ticks(dueTime);
        lock (_lock)
        {
            _expected = Math.Min(_expected, at);
            if (at < _waitsUntil) _sooner.TrySetResult();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Grains cannot be called before the host has started, nor once it stops.
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        try
        {
            await started.Task.WaitAsync(stop.Token);
            while (!stop.IsCancellationRequested) await Look(stop.Token);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
        }

        // What has been claimed is delivered, for nobody else will do it.
        for (var place = 0; place < options.Value.MaxConcurrent; place++) await _places.WaitAsync(CancellationToken.None);
    }

    private async Task Look(CancellationToken cancellationToken)
    {
        var wait = options.Value.PollPeriod;
        lock (_lock) _expected = long.MaxValue; // what has been set before, the table has
        try
        {
            if (await DeliverDue(cancellationToken)) return;
            if (await table.UntilNext(cancellationToken) is { } next && next < wait) wait = next;
        }
        catch (StoreException exception)
        {
            LogCannotLook(logger, exception, wait);
        }

        await Wait(wait, cancellationToken);
    }

    /// <summary>Claims as many ticks as there are free places, and lets them go. Returns whether there may be more.</summary>
    private async Task<bool> DeliverDue(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken);
        var places = 1;
        while (places < options.Value.MaxConcurrent && await _places.WaitAsync(0, CancellationToken.None)) places++;
        List<DueReminder> due = [];
        try
        {
            due = await table.Claim(places, cancellationToken);
        }
        finally
        {
            if (due.Count < places) _places.Release(places - due.Count);
        }

        foreach (var reminder in due) _ = Deliver(reminder);
        return due.Count == places;
    }

    private async Task Deliver(DueReminder due)
    {
        try
        {
            await grains.GetGrain<IRemindable>(due.GrainId).ReceiveReminder(due.Name, due.Status);
        }
        catch (Exception exception)
        {
            LogTickFailed(logger, exception, due.Name, due.GrainId);
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>Waits, but not when a reminder has been set meanwhile that is due before. Pumps that started together drift apart.</summary>
    private async Task Wait(TimeSpan wait, CancellationToken cancellationToken)
    {
        if (wait == options.Value.PollPeriod) wait *= 0.8 + (0.2 * random.NextDouble());
        Task sooner;
        lock (_lock)
        {
            var now = time.GetTimestamp();
            if (_expected < now + Ticks(wait)) wait = time.GetElapsedTime(now, _expected);
            // Many that are due one after the other go together.
            if (wait < ShortestWait) wait = ShortestWait;
            (_waitsUntil, sooner) = (now + Ticks(wait), _sooner.Task);
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        await Task.WhenAny(Task.Delay(wait, time, woken.Token), sooner);
        await woken.CancelAsync();
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            _waitsUntil = long.MinValue;
            _sooner = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    private long Ticks(TimeSpan span) => (long)(span.TotalSeconds * time.TimestampFrequency);
}
