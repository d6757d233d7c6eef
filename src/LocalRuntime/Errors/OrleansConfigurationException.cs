namespace Orleans.Runtime;

/// <summary>The host is set up wrongly; the message says what to change.</summary>
public sealed class OrleansConfigurationException : Exception
{
    public OrleansConfigurationException(string message) : base(message)
    {
    }

    public OrleansConfigurationException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
