using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

internal sealed class ValueTaskMethod<TResult>(MethodInfo method) : RequestMethod<TResult>(method)
{
    public override object? Start(GrainReference reference, object?[] arguments) => new ValueTask<TResult>(Send(reference, arguments));

    public override async ValueTask<Response> Invoke(object target, object?[] arguments) =>
        Response.FromResult(CopyResult(await (ValueTask<TResult>)Run(target, arguments)!));
}
