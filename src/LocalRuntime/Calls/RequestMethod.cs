using System.Reflection;
using Cocoon.LocalRuntime.Copying;
using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>A grain method that is one request with one answer of type <typeparamref name="TResult"/>.</summary>
internal abstract class RequestMethod<TResult>(MethodInfo method) : GrainMethod(method)
{
    private readonly bool _copiesResult = !DeepCopier.IsImmutable(typeof(TResult));

    protected Task<TResult> Send(GrainReference reference, object?[] arguments)
    {
        GrainCall<TResult> call;
        try
        {
            call = new GrainCall<TResult>(this, reference.GrainId, CopyArguments(arguments), reference.Silo.TurnScheduler.Wakes);
            if (reference.Silo.HasOutgoingFilters()) return reference.Silo.SendThroughFilters<TResult>(call, reference);
            reference.Silo.Send(call);
        }
        catch (Exception exception)
        {
            return Task.FromException<TResult>(exception);
        }

        return call.Task;
    }

    protected TResult CopyResult(TResult result) => _copiesResult ? (TResult)DeepCopier.Copy(result, typeof(TResult))! : result;
}
