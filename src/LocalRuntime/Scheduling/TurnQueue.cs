using System.Collections.Concurrent;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Scheduling;

/// <summary>
/// The turns of one activation, run one at a time in the order they came. It is the <see cref="TaskScheduler"/> of grain code,
/// so every await of a grain comes back here, while Task.Run leaves.
/// </summary>
/// <param name="scheduler">Where this queue runs.</param>
/// <param name="owner">The activation, current on the thread while its turns run.</param>
/// <param name="handle">Takes each posted item that is not a task of this scheduler.</param>
internal sealed class TurnQueue(ITurnScheduler scheduler, IGrainContext owner, Action<object> handle) : TaskScheduler, IThreadPoolWorkItem
{
    // A busy activation gives the thread back after this many turns, so that others are not starved.
    private const int TurnsPerRun = 128;

    private readonly ConcurrentQueue<object> _turns = new();
    private int _scheduled;

    public ITurnScheduler Scheduler { get; } = scheduler;

    /// <summary>Adds a turn. Thread-safe.</summary>
    public void Post(object item)
    {
        _turns.Enqueue(item);
        if (Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0) Scheduler.Ready(this);
    }

    void IThreadPoolWorkItem.Execute() => Run(TurnsPerRun);

    /// <summary>Runs up to <paramref name="maxTurns"/> turns on this thread and tells the scheduler if any are left.</summary>
    public void Run(int maxTurns)
    {
        var outer = RuntimeContext.Current;
        RuntimeContext.Current = owner;
        try
        {
            for (var i = 0; i < maxTurns && _turns.TryDequeue(out var turn); i++)
            {
                if (turn is Task task) TryExecuteTask(task);
                else Handle(turn);
            }
        }
        finally
        {
            RuntimeContext.Current = outer;
        }

        Interlocked.Exchange(ref _scheduled, 0);
        if (!_turns.IsEmpty && Interlocked.CompareExchange(ref _scheduled, 1, 0) == 0) Scheduler.Ready(this);
    }

    protected override void QueueTask(Task task) => Post(task);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && ReferenceEquals(RuntimeContext.Current, owner) && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks() => _turns.OfType<Task>();

    /// <summary>A task around it makes TaskScheduler.Current this scheduler, also for ContinueWith and StartNew; a turn that is a task needs none.</summary>
    private void Handle(object turn) => new Task(handle!, turn, TaskCreationOptions.DenyChildAttach).RunSynchronously(this);
}
