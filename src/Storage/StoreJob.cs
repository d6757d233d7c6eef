namespace Cocoon.Storage;

/// <summary>A piece of work for the store's thread. Its outcome is kept until it is published, which for a write is after the commit.</summary>
internal abstract class StoreJob(bool isWrite)
{
    public bool IsWrite { get; } = isWrite;

    public Exception? Error { get; protected set; }

    /// <summary>Ends the job if its caller has cancelled before it began.</summary>
    public abstract bool EndIfCancelled();

    /// <summary>Does the work; an exception of it alone is kept for its caller.</summary>
    public abstract void Execute(StoreSession session, Func<Exception, Exception> wrap);

    public abstract void Publish();

    public abstract void Fail(Exception exception);
}
