using System.Collections.Concurrent;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>All calls that wait for an answer, by the length of their timeout. Thread-safe.</summary>
internal sealed class CallTimeouts(TimeProvider time)
{
    private readonly ConcurrentDictionary<TimeSpan, TimeoutQueue> _queues = new();

    public void Add(WaitingCall call, TimeSpan timeout)
    {
        if (!_queues.TryGetValue(timeout, out var queue)) queue = _queues.GetOrAdd(timeout, t => new TimeoutQueue(time, t));
        queue.Add(call);
    }

    /// <summary>Takes out every waiting call, for a runtime that stops.</summary>
    public IEnumerable<WaitingCall> TakeAll() => _queues.Values.SelectMany(queue => queue.TakeAll());
}
