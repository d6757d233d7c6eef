using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

internal sealed class TaskMethod<TResult>(MethodInfo method) : RequestMethod<TResult>(method)
{
    public override object? Start(GrainReference reference, object?[] arguments) => Send(reference, arguments);

    public override ValueTask<Response> Invoke(object target, object?[] arguments)
    {
        var task = (Task<TResult>)Run(target, arguments)!;
        return task.IsCompletedSuccessfully ? new(Response.FromResult(CopyResult(task.Result))) : Wait(task);
    }

    private async ValueTask<Response> Wait(Task<TResult> task) => Response.FromResult(CopyResult(await task));
}
