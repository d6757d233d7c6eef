namespace Cocoon.Storage;

/// <summary>
/// The store could not be opened, read or written. After a failed write the record is as it was before, or, if the process
/// dies at the same moment, possibly as it was to be: read it again.
/// </summary>
[GenerateSerializer, Alias("cocoon.store-exception")]
public sealed class StoreException : OrleansException
{
    /// <summary>
    /// Whether the write may have happened all the same, because the connection was lost before the answer came. Otherwise it
    /// has not. Either way the record must be read again: what is in memory cannot be trusted.
    /// </summary>
    [Id(0)]
    public bool IsOutcomeUnknown { get; init; }

    public StoreException()
    {
    }

    public StoreException(string message) : base(message)
    {
    }

    public StoreException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
