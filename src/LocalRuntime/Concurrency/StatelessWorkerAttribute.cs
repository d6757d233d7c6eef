namespace Orleans.Concurrency;

/// <summary>Several activations serve one grain id at the same time, so the grain must keep no state of its own.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class StatelessWorkerAttribute(int maxLocalWorkers, bool removeIdleWorkers) : Attribute
{
    public StatelessWorkerAttribute() : this(-1)
    {
    }

    public StatelessWorkerAttribute(int maxLocalWorkers) : this(maxLocalWorkers, removeIdleWorkers: true)
    {
    }

    /// <summary>Most activations of one id at a time; -1 means one for each processor.</summary>
    internal int MaxLocalWorkers { get; } = maxLocalWorkers;

    internal bool RemoveIdleWorkers { get; } = removeIdleWorkers;
}
