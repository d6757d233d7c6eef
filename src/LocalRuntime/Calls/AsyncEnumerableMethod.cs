using System.Reflection;
using Cocoon.LocalRuntime.Streams;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>A method whose results are pulled step by step; the call itself starts when the caller begins to enumerate.</summary>
internal sealed class AsyncEnumerableMethod<T>(MethodInfo method) : GrainMethod(method)
{
    public override object? Start(GrainReference reference, object?[] arguments) =>
        new AsyncEnumerableCall<T>(this, reference, CopyArguments(arguments));

    public override ValueTask<Response> Invoke(object target, object?[] arguments) =>
        throw new NotSupportedException("An asynchronous enumeration is started with InvokeImplementation.");

    public IAsyncEnumerable<T> Enumerate(object target, object?[] arguments) => (IAsyncEnumerable<T>)Run(target, arguments)!;
}
