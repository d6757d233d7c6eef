using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Grains.Routing;

namespace Cocoon.Client.Cluster;

/// <summary>Jobs of this process that have a lease, each reckoned with at its provider until it ends or its lease does. Thread-safe.</summary>
internal sealed class OpenJobs(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, IDisposable> _jobs = [];
    private readonly PriorityQueue<JobId, DateTimeOffset> _byEnd = new();

    /// <summary>Adds a job; one that was opened before, under the same idempotency key, counts once.</summary>
    public void Add(Lease lease, RouteBook book)
    {
        lock (_gate)
        {
            // Who opens a job need not run it.
            while (_byEnd.TryPeek(out var job, out var end) && end <= time.GetUtcNow())
            {
                _byEnd.Dequeue();
                Remove(job);
            }
            if (_jobs.ContainsKey(lease.Job)) return;
            _jobs[lease.Job] = book.Enter(lease.Provider, lease.Model);
            _byEnd.Enqueue(lease.Job, lease.Expires);
        }
    }

    public void Remove(JobId job)
    {
        lock (_gate)
            if (_jobs.Remove(job, out var running)) running.Dispose();
    }
}
