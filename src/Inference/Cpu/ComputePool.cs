using System.Collections.Concurrent;

namespace Cocoon.Inference.Cpu;

/// <summary>
/// A few dedicated threads that run steps of generations, first come first served, so that arithmetic never occupies the
/// thread pool that serves everyone else. Thread-safe.
/// </summary>
internal sealed class ComputePool : IDisposable
{
    private readonly BlockingCollection<Action> _steps = [];
    private readonly Thread[] _threads;

    /// <param name="threads">How many; more than cores only makes them wait for each other.</param>
    public ComputePool(int threads)
    {
        _threads = [.. Enumerable.Range(0, threads).Select(index => new Thread(Work) { IsBackground = true, Name = $"inference {index}" })];
        foreach (var thread in _threads) thread.Start();
    }

    /// <summary>Runs one step and completes when it is done; its exception is the task's.</summary>
    public Task<T> Run<T>(Func<T> step)
    {
        // Continuations go to the thread pool: a caller must not run its own code on a compute thread.
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        _steps.Add(() =>
        {
            try
            {
                done.SetResult(step());
            }
            catch (Exception e)
            {
                done.SetException(e);
            }
        });
        return done.Task;
    }

    public void Dispose()
    {
        _steps.CompleteAdding();
        foreach (var thread in _threads) thread.Join();
        _steps.Dispose();
    }

    private void Work()
    {
        foreach (var step in _steps.GetConsumingEnumerable()) step();
    }
}
