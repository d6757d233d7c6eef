using Orleans.Placement;

namespace Orleans.Concurrency;

/// <summary>Several activations serve one grain id at the same time, so the grain must keep no state of its own.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute(int maxLocalWorkers, bool removeIdleWorkers) : PlacementAttribute
{
    public StatelessWorkerAttribute() : this(-1)
    {
    }

    public StatelessWorkerAttribute(int maxLocalWorkers) : this(maxLocalWorkers, removeIdleWorkers: true)
    {
    }

    /// <summary>Most activations of one id at a time; -1 means one for each processor.</summary>
    internal int MaxLocalWorkers { get; } = maxLocalWorkers;

    /// <summary>Without effect in this runtime: an idle worker ends at its age like any activation.</summary>
    internal bool RemoveIdleWorkers { get; } = removeIdleWorkers;
}
