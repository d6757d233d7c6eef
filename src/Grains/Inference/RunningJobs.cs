namespace Cocoon.Grains.Inference;

/// <summary>Counts what runs, so that a machine can stop when nothing does. Thread-safe.</summary>
internal sealed class RunningJobs
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _idle;

    public int Count { get; private set; }

    /// <summary>Counts one in, until what is returned is disposed.</summary>
    public IDisposable Enter()
    {
        lock (_gate) Count++;
        return new Place(this);
    }

    /// <summary>Completes at the first moment at which nothing runs.</summary>
    public Task WhenIdle()
    {
        lock (_gate) return Count == 0 ? Task.CompletedTask : (_idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }

    private void Leave()
    {
        lock (_gate)
        {
            if (--Count > 0) return;
            _idle?.SetResult();
            _idle = null;
        }
    }

    private sealed class Place(RunningJobs jobs) : IDisposable
    {
        private int _isLeft;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _isLeft, 1) == 0) jobs.Leave();
        }
    }
}
