namespace Cocoon.Storage.Tests.Postgres;

/// <summary>Counts what a server acknowledged since it was last started. Thread-safe.</summary>
internal sealed class ServerLife
{
    private const int Enough = 200;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Lock _lock = new();
    private TaskCompletionSource _busy = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count;

    public void Acknowledge()
    {
        lock (_lock)
        {
            if (++_count == Enough) _busy.TrySetResult();
        }
    }

    /// <summary>Completes in the middle of many writes.</summary>
    public Task Busy() => _busy.Task.WaitAsync(Patience);

    /// <summary>Starts to count anew, and completes in the middle of many writes.</summary>
    public Task BusyAgain()
    {
        lock (_lock)
        {
            (_count, _busy) = (0, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
            return _busy.Task.WaitAsync(Patience);
        }
    }
}
