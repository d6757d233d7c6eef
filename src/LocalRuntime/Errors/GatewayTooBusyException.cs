namespace Orleans.Runtime;

/// <summary>A silo sheds load; the call did not run. Never thrown in one process, but callers of a cluster know it. Same name and meaning as in Orleans.</summary>
public sealed class GatewayTooBusyException : OrleansException
{
    public GatewayTooBusyException() : base("Gateway too busy")
    {
    }

    public GatewayTooBusyException(string message) : base(message)
    {
    }

    public GatewayTooBusyException(string message, Exception innerException) : base(message, innerException)
    {
    }
}
