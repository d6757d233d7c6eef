using System.Reflection;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>A method that returns nothing is one-way.</summary>
internal sealed class VoidMethod(MethodInfo method) : RequestMethod<object?>(method)
{
    public override object? Start(GrainReference reference, object?[] arguments)
    {
        var sent = Send(reference, arguments);
        if (sent.IsFaulted) sent.GetAwaiter().GetResult();
        return null;
    }

    public override ValueTask<Response> Invoke(object target, object?[] arguments)
    {
        Run(target, arguments);
        return new(Response.Completed);
    }
}
