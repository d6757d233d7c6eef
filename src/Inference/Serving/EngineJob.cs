namespace Cocoon.Inference.Serving;

/// <summary>One request in work. Its reader is another thread than the engine's.</summary>
internal abstract class EngineJob
{
    private volatile bool _hasLeft;

    /// <summary>Which came first; set as it enters.</summary>
    public long Order { get; set; }

    /// <summary>Sequences open at the runner now. Used by the engine's thread only.</summary>
    public int Open { get; set; }

    /// <summary>Whether it is counted among the requests in work; guarded by the register's lock.</summary>
    public bool IsCounted { get; set; }

    public bool IsOver { get; private set; }

    /// <summary>Whether nobody wants it any more.</summary>
    public bool HasLeft => _hasLeft;

    /// <summary>Whether its reader is near enough for more work to be worth it.</summary>
    public abstract bool IsWanted { get; }

    /// <summary>Share of the runner's memory that others of the same number may reuse.</summary>
    public virtual ulong Scope => 0;

    /// <summary>What waits for a slot when the request enters.</summary>
    public abstract IEnumerable<EngineSequence> Begin();

    /// <summary>Sequences to begin as copies of one that has read its prompt, whose logits they share; empty but for the first time.</summary>
    public virtual IReadOnlyList<EngineSequence> TakeCopies() => [];

    public virtual void NoteCached(int tokens)
    {
    }

    /// <summary>Ends it, with an error for its reader or without; without effect when it has ended. Used by the engine's thread only.</summary>
    public void Finish(Exception? error)
    {
        if (IsOver) return;
        IsOver = true;
        Publish(error);
    }

    public void Leave() => _hasLeft = true;

    /// <summary>Tells the reader that nothing more comes.</summary>
    protected abstract void Publish(Exception? error);
}
