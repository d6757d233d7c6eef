namespace Cocoon.LocalRuntime.Streams;

/// <summary>One enumeration running inside a grain.</summary>
internal sealed class Producer(IAsyncDisposable enumerator, int maxBatchSize, CancellationTokenSource cancellation)
{
    private bool _seen = true;

    public IAsyncDisposable Enumerator { get; } = enumerator;

    public int MaxBatchSize { get; } = maxBatchSize;

    public CancellationTokenSource Cancellation { get; } = cancellation;

    /// <summary>The step that has begun and not ended.</summary>
    public Task<bool>? Moving { get; set; }

    /// <summary>A consumer is waiting for <see cref="Moving"/>.</summary>
    public bool IsAwaited { get; set; }

    public void MarkSeen() => _seen = true;

    /// <summary>Whether nobody asked since the last time this was called.</summary>
    public bool IsIdle()
    {
        if (_seen || IsAwaited)
        {
            _seen = false;
            return false;
        }

        return true;
    }
}
