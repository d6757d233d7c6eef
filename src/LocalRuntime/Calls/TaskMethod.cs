using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

internal sealed class TaskMethod(MethodInfo method) : RequestMethod<object?>(method)
{
    public override object? Start(GrainReference reference, object?[] arguments) => Send(reference, arguments);

    public override ValueTask<Response> Invoke(object target, object?[] arguments)
    {
        var task = (Task)Run(target, arguments)!;
        return task.IsCompletedSuccessfully ? new(Response.Completed) : Wait(task);

        static async ValueTask<Response> Wait(Task task)
        {
            await task;
            return Response.Completed;
        }
    }
}
