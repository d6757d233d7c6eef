namespace Orleans.Runtime;

/// <summary>What one step of an asynchronous enumeration brought.</summary>
[Flags]
public enum EnumerationResult
{
    None = 0,
    /// <summary>Nothing yet; ask again.</summary>
    Heartbeat = 1,
    Element = 2,
    Batch = 4,
    Completed = 8,
    CompletedWithElement = Completed | Element,
    CompletedWithBatch = Completed | Batch,
    MissingEnumeratorError = 16,
    Error = 32,
    Canceled = 64,
}
