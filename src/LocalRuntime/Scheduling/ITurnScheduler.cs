namespace Cocoon.LocalRuntime.Scheduling;

/// <summary>
/// Decides where and when ready activations run their turns. Live mode: the thread pool. A simulator puts a single-threaded,
/// seeded choice here.
/// </summary>
internal interface ITurnScheduler
{
    /// <summary>
    /// How callers are woken. Live mode: asynchronously, so that a caller never runs inside the turn that answers it. A
    /// simulator that answers between turns needs no detour over the thread pool.
    /// </summary>
    TaskCreationOptions Wakes { get; }

    /// <summary>
    /// Told once each time a queue goes from empty to having turns. The scheduler must then call
    /// <see cref="TurnQueue.Run"/>, never on two threads at once for one queue.
    /// </summary>
    void Ready(TurnQueue queue);
}
