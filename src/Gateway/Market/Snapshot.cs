namespace Cocoon.Gateway.Market;

/// <summary>One value that is fetched again when it is too old; concurrent callers share the fetch. Thread-safe.</summary>
internal sealed class Snapshot<T>(TimeProvider time, TimeSpan age)
{
    private readonly Lock _gate = new();
    private Task<T>? _value;
    private long _fetchedAt;

    public Task<T> Get(Func<Task<T>> fetch)
    {
        lock (_gate)
        {
            // A failed fetch is not kept: the next caller tries again.
            if (_value is { IsFaulted: false, IsCanceled: false } && time.GetElapsedTime(_fetchedAt) <= age) return _value;
            _fetchedAt = time.GetTimestamp();
            return _value = fetch();
        }
    }
}
