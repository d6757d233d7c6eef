using Orleans.Serialization.Invocation;

namespace Orleans.Runtime;

/// <summary>A call of a grain method that returns an asynchronous enumeration, before it is started.</summary>
public interface IAsyncEnumerableRequest<T> : IInvokable
{
    /// <summary>Most elements one step may bring. Default: 100.</summary>
    int MaxBatchSize { get; set; }

    IAsyncEnumerable<T> InvokeImplementation();
}
