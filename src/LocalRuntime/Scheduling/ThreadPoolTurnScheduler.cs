namespace Cocoon.LocalRuntime.Scheduling;

/// <summary>Live mode: ready activations run on the thread pool.</summary>
internal sealed class ThreadPoolTurnScheduler : ITurnScheduler
{
    public TaskCreationOptions Wakes => TaskCreationOptions.RunContinuationsAsynchronously;

    public void Ready(TurnQueue queue) => ThreadPool.UnsafeQueueUserWorkItem(queue, preferLocal: true);
}
