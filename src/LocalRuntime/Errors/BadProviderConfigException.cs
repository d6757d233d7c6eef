using Orleans.Runtime;

namespace Orleans.Storage;

/// <summary>A storage provider is missing or set up wrongly.</summary>
public sealed class BadProviderConfigException : OrleansException
{
    public BadProviderConfigException()
    {
    }

    public BadProviderConfigException(string msg) : base(msg)
    {
    }

    public BadProviderConfigException(string msg, Exception exc) : base(msg, exc)
    {
    }
}
