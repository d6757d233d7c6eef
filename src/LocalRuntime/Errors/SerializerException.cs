namespace Orleans.Serialization;

/// <summary>A value could not cross a grain call.</summary>
public class SerializerException : Exception
{
    public SerializerException()
    {
    }

    public SerializerException(string message) : base(message)
    {
    }

    public SerializerException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
