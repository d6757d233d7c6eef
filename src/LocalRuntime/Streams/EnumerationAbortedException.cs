namespace Orleans.Runtime;

/// <summary>The producer of an asynchronous enumeration is gone: its grain was deactivated, or nobody pulled for too long.</summary>
public sealed class EnumerationAbortedException : Exception
{
    public EnumerationAbortedException()
    {
    }

    public EnumerationAbortedException(string message) : base(message)
    {
    }

    public EnumerationAbortedException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
