namespace Cocoon.Grains.Inference;

/// <summary>
/// The steps of one job, as its engine makes them. Asks for one step more than was taken, so that the engine works while what
/// it made travels. An engine is foreign code: one that does not stop when it is told to is left behind. Used by one stream
/// at a time; <see cref="GiveUp"/> may come from anywhere.
/// </summary>
internal sealed class StepFeed : IAsyncDisposable
{
    /// <summary>An engine that was told to stop and has not after this time is taken for hung.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(1);

    private readonly CancellationTokenSource _stop = new();
    private readonly TaskCompletionSource _givenUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IAsyncEnumerator<RunStep> _steps;
    private readonly TimeProvider _time;
    private Task<bool>? _moving;
    private ITimer? _grace;

    public StepFeed(Func<CancellationToken, IAsyncEnumerable<RunStep>> steps, TimeProvider time)
    {
        _steps = steps(_stop.Token).GetAsyncEnumerator();
        _time = time;
    }

    /// <summary>Whether the engine was told to stop.</summary>
    public bool IsStopped => _stop.IsCancellationRequested;

    /// <summary>Whether nothing more is expected of the engine.</summary>
    public bool IsGivenUp => _givenUp.Task.IsCompleted;

    public RunStep Current => _steps.Current;

    /// <summary>The engine is to stop within one step. Its slot is free then.</summary>
    public void Stop()
    {
        if (_stop.IsCancellationRequested) return;
        _grace = _time.CreateTimer(static feed => ((StepFeed)feed!).GiveUp(), this, Grace, Timeout.InfiniteTimeSpan);
        // In this turn: CancelAsync would run the engine's callbacks on the thread pool.
        _stop.Cancel();
    }

    /// <summary>Nothing more comes of this engine; whoever waits for it is let go.</summary>
    public void GiveUp() => _givenUp.TrySetResult();

    /// <summary>Waits for the next step, and takes it.</summary>
    /// <returns>False when there are no more.</returns>
    /// <exception cref="TimeoutException">The engine was given up.</exception>
    public async ValueTask<bool> Next()
    {
        var moving = _moving ??= _steps.MoveNextAsync().AsTask();
        if (!moving.IsCompleted && await Task.WhenAny(moving, _givenUp.Task) != moving) throw new TimeoutException("The engine does not answer any more.");
        _moving = null;
        return await moving;
    }

    /// <summary>Whether a further step, or the end, is there before <paramref name="patience"/> is over; the next <see cref="Next"/> takes it.</summary>
    public async ValueTask<bool> IsReady(Task patience)
    {
        var moving = _moving ??= _steps.MoveNextAsync().AsTask();
        if (!moving.IsCompleted && !patience.IsCompleted) await Task.WhenAny(moving, patience);
        return moving.IsCompleted;
    }

    public async ValueTask DisposeAsync()
    {
        Stop();
        if (_moving is { IsCompleted: false } moving) await Task.WhenAny(moving, _givenUp.Task);
        var ending = End();
        // A hung engine keeps its own slot, and no grain's turn.
        if (_moving is null or { IsCompleted: true }) await ending;
    }

    private async Task End()
    {
        if (_moving is { } moving) await ((Task)moving).ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        await _steps.DisposeAsync();
        if (_grace is { } grace) await grace.DisposeAsync();
        _stop.Dispose();
    }
}
