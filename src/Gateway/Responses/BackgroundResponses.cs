using Cocoon.Gateway.Chat;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Market;
using Cocoon.Gateway.Timing;
using Cocoon.Grains;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Cocoon.Gateway.Responses;

/// <summary>
/// Responses that this gateway makes while nobody is connected. Each looks now and then whether it is still wanted, so that a
/// cancel reaches it through any gateway. A host that stops lets them finish for as long as open requests. Thread-safe.
/// </summary>
internal sealed partial class BackgroundResponses(
    ResponseDelivery delivery, ResponseStore store, ErrorHandling errors, IOptions<GatewayOptions> options, TimeProvider time, ILogger<BackgroundResponses> logger) : IHostedLifecycleService, IDisposable
{
    /// <summary>How soon a cancel is heard.</summary>
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);

    private const int MaxAtOnce = 1_000;

    private readonly Lock _gate = new();
    private readonly HashSet<Task> _running = [];
    private readonly CancellationTokenSource _end = new();

    /// <exception cref="ApiException">There are as many as there may be.</exception>
    public void RequireRoom()
    {
        lock (_gate)
        {
            if (_running.Count < MaxAtOnce) return;
        }
        throw new ApiException(503, ErrorTypes.Unavailable, "busy", "This gateway makes as many responses in the background as it takes. Try again soon.", retryAfter: TimeSpan.FromSeconds(1));
    }

    /// <summary>Takes a response over.</summary>
    /// <param name="opened">Its answer, disposed of at its end.</param>
    /// <param name="run">The response, kept as in progress.</param>
    /// <param name="times">Where its time goes.</param>
    /// <param name="stop">Stops its engine; disposed of at its end.</param>
    public void TakeOver(OpenedAnswer opened, ResponseRun run, RequestTimes times, CancellationTokenSource stop)
    {
        var task = Make(opened, run, times, stop);
        lock (_gate) _running.Add(task);
        _ = task.ContinueWith(done =>
        {
            lock (_gate) _running.Remove(done);
        }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        using var patience = new CancellationTokenSource(options.Value.DrainTime, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
        await WhenDone(stop.Token);
        await _end.CancelAsync();
        await WhenDone(cancellationToken);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _end.Dispose();

    private async Task WhenDone(CancellationToken patience)
    {
        Task[] running;
        lock (_gate) running = [.. _running];
        await Task.WhenAny(Task.WhenAll(running), Task.Delay(Timeout.InfiniteTimeSpan, patience));
    }

    private async Task Make(OpenedAnswer opened, ResponseRun run, RequestTimes times, CancellationTokenSource stop)
    {
        await Task.Yield();
        using var stopping = stop;
        using var _ = _end.Token.UnsafeRegister(static state => ((CancellationTokenSource)state!).Cancel(), stop);
        using var done = new CancellationTokenSource();
        var looking = Look(run, stop, done.Token);
        byte[] kept;
        try
        {
            await using var answer = opened;
            kept = await delivery.Finish(opened, run, times);
        }
        catch (Exception e)
        {
            kept = BrokenOff(run, opened.Answer, e, stop.IsCancellationRequested);
        }
        await done.CancelAsync();
        await looking;
        try
        {
            if (!await store.Complete(run.Caller, run.Id, kept)) LogUnwanted(run.Id);
        }
        catch (Exception e) when (e is RefusedException || Idempotent.IsOutage(e))
        {
            LogLost(run.Id, e.GetType().Name);
        }
    }

    private byte[] BrokenOff(ResponseRun run, IAnswerParts answer, Exception e, bool isStopped)
    {
        if (isStopped && !_end.IsCancellationRequested) return run.Kept(run.BrokenOff(ResponseStatus.Cancelled, answer, null));
        var error = isStopped
            ? new ApiException(503, ErrorTypes.Unavailable, "unavailable", "The gateway that made this response was stopped. Ask again.")
            : errors.ToApi(e, run.Id);
        return run.Kept(run.BrokenOff(ResponseStatus.Failed, answer, error));
    }

    /// <summary>Stops the engine once the response is not wanted any more.</summary>
    private async Task Look(ResponseRun run, CancellationTokenSource stop, CancellationToken done)
    {
        using var every = new PeriodicTimer(LookEvery, time);
        try
        {
            while (await every.WaitForNextTickAsync(done))
            {
                if (await IsWanted(run)) continue;
                await stop.CancelAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The response has ended.
        }
    }

    private async Task<bool> IsWanted(ResponseRun run)
    {
        try
        {
            return await store.IsWanted(run.Caller, run.Id);
        }
        catch (Exception e) when (Idempotent.IsOutage(e))
        {
            return true;
        }
    }

    [LoggerMessage(2123, LogLevel.Information, "{Response} was deleted while it was being made.")]
    private partial void LogUnwanted(string response);

    [LoggerMessage(2124, LogLevel.Warning, "What became of {Response} could not be stored ({Error}); it is shown as failed.")]
    private partial void LogLost(string response, string error);
}
