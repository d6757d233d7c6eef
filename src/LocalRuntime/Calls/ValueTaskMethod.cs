using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

internal sealed class ValueTaskMethod(MethodInfo method) : RequestMethod<object?>(method)
{
    public override object? Start(GrainReference reference, object?[] arguments) => new ValueTask(Send(reference, arguments));

    public override async ValueTask<Response> Invoke(object target, object?[] arguments)
    {
        await (ValueTask)Run(target, arguments)!;
        return Response.Completed;
    }
}
