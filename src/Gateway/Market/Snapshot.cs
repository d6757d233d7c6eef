namespace Cocoon.Gateway.Market;

/// <summary>
/// One value that is fetched again when it is too old; concurrent callers share the fetch. While a fetch is slow or fails,
/// because the silo that knows it has just died, the last value serves for a while longer. Thread-safe.
/// </summary>
internal sealed class Snapshot<T>(TimeProvider time, TimeSpan age)
{
    /// <summary>Wait for a fetch while there is an older value. Fetches take a few milliseconds.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>How much longer than its age a value may serve: what a cluster needs to replace a dead silo.</summary>
    private static readonly TimeSpan MaxStale = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private Task<T>? _fetch;
    private long _fetchedAt;
    private Task<T>? _good;
    private long _goodAt;

    public async Task<T> Get(Func<Task<T>> fetch)
    {
        var (current, since, good) = Current(fetch);
        if (good is null || current.IsCompletedSuccessfully) return await current;
        // The first of those who wait shows that it is slow; the others need not wait as long again.
        if (Patience - time.GetElapsedTime(since) is { Ticks: > 0 } left) await Task.WhenAny(current, Task.Delay(left, time));
        return await (current.IsCompletedSuccessfully ? current : good);
    }

    private (Task<T> Fetch, long Since, Task<T>? Good) Current(Func<Task<T>> fetch)
    {
        lock (_gate)
        {
            if (_fetch is { IsCompletedSuccessfully: true }) (_good, _goodAt) = (_fetch, _fetchedAt);
            // A failed fetch is not kept: the next caller tries again. One under way is not repeated.
            if (_fetch is null or { IsFaulted: true } or { IsCanceled: true } || (_fetch.IsCompleted && time.GetElapsedTime(_fetchedAt) > age))
            {
                _fetchedAt = time.GetTimestamp();
                _fetch = fetch();
            }
            return (_fetch, _fetchedAt, time.GetElapsedTime(_goodAt) <= age + MaxStale ? _good : null);
        }
    }
}
