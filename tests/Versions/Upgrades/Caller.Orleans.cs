using Cocoon.Versions.Now;

namespace Cocoon.Versions.Tests.Upgrades;

/// <summary>
/// Calls one purse again and again until told to stop, as a caller of the market does: what has an open outcome is repeated
/// as the same operation. Keeps every other failure.
/// </summary>
internal sealed class Caller
{
    private readonly IPurseGrain _purse;
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _calling;
    private readonly List<Exception> _failures = [];
    private TaskCompletionSource _progress = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _calls;
    private long _wanted = long.MaxValue;

    public Caller(IGrainFactory callers, string purse)
    {
        (Key, _purse) = (purse, callers.GetGrain<IPurseGrain>(purse));
        _calling = Task.Run(Call);
    }

    public string Key { get; }

    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>What became of the calls, in words; read after <see cref="Stop"/>.</summary>
    public IEnumerable<string> Failures => _failures.Select(failure => $"{Key}: {failure.GetType().Name}: {failure.Message}");

    /// <summary>The answer of the last call.</summary>
    public PurseView? Last { get; private set; }

    /// <summary>Why a call was last repeated, because its outcome stayed open; null for never.</summary>
    public string? Trouble { get; private set; }

    /// <summary>Completes when that many more calls have been answered.</summary>
    public Task Progress(int calls)
    {
        _progress = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref _wanted, Calls + calls);
        return _progress.Task;
    }

    public async Task Stop()
    {
        await _stop.CancelAsync();
        await _calling;
        _stop.Dispose();
    }

    private async Task Call()
    {
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                Last = await _purse.Add(_calls + 1, 1);
                if (Interlocked.Increment(ref _calls) >= Interlocked.Read(ref _wanted)) _progress.TrySetResult();
            }
            catch (Exception e) when (e is TimeoutException or OrleansException)
            {
                // How often depends on how long the cluster takes to see that a silo is gone.
                Trouble = $"{Key}, after {Calls} calls: {e.GetType().Name}: {e.Message}";
            }
            catch (Exception e)
            {
                _failures.Add(e);
                // Who waits for progress would wait for nothing, and never learn why.
                _progress.TrySetException(e);
                return;
            }
        }
    }
}
