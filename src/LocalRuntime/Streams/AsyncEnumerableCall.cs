using Cocoon.LocalRuntime.Calls;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Streams;

/// <summary>What the caller of a grain method gets as <see cref="IAsyncEnumerable{T}"/>, and what StartEnumeration carries to the grain.</summary>
internal sealed class AsyncEnumerableCall<T>(AsyncEnumerableMethod<T> method, GrainReference reference, object?[] arguments)
    : Call(method, reference.GrainId, arguments), IAsyncEnumerable<T>, IAsyncEnumerableRequest<T>, IProducerCall
{
    public int MaxBatchSize { get; set; } = 100;

    public IAsyncEnumerator<T> GetAsyncEnumerator(CancellationToken cancellationToken = default) =>
        new AsyncEnumeratorProxy<T>(this, (IAsyncEnumerableGrainExtension)reference.As(typeof(IAsyncEnumerableGrainExtension)), cancellationToken);

    public IAsyncEnumerable<T> InvokeImplementation() => ((AsyncEnumerableMethod<T>)Method).Enumerate(GetTarget()!, Arguments);

    public void UseToken(CancellationToken token)
    {
        if (IsCancellable) Arguments[Method.CancellationTokenIndex] = token;
    }

    public override void Complete(Response response) => throw new NotSupportedException("An asynchronous enumeration has no single answer.");
}
