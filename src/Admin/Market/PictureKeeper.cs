namespace Cocoon.Admin.Market;

/// <summary>Holds the newest picture, and wakes those who wait for a newer one. Thread-safe.</summary>
public sealed class PictureKeeper
{
    private readonly Lock _lock = new();
    private volatile MarketPicture _current = MarketPicture.Empty;
    private TaskCompletionSource _changed = New();

    public MarketPicture Current => _current;

    /// <param name="change">Pure: gets the newest picture, gives the next.</param>
    public void Change(Func<MarketPicture, MarketPicture> change)
    {
        TaskCompletionSource changed;
        lock (_lock)
        {
            var next = change(_current);
            if (ReferenceEquals(next, _current)) return;
            _current = next;
            (changed, _changed) = (_changed, New());
        }
        changed.SetResult();
    }

    /// <summary>Completes once there is another picture than this one.</summary>
    public Task Changed(MarketPicture from)
    {
        lock (_lock) return ReferenceEquals(from, _current) ? _changed.Task : Task.CompletedTask;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
