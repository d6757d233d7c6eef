using System.Reflection;
using Cocoon.LocalRuntime.Activations;
using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>The filters of the host, then the grain itself if it is a filter, then the grain method.</summary>
internal sealed class IncomingCall(Call call, Activation activation, IIncomingGrainCallFilter[] filters) : FilteredCall(call), IIncomingGrainCallContext
{
    private readonly IIncomingGrainCallFilter? _ownFilter = activation.GrainInstance as IIncomingGrainCallFilter;

    public override object Grain => activation.GrainInstance!;

    public IGrainContext TargetContext => activation;

    public MethodInfo ImplementationMethod => ImplementationMethods.Find((Call.GetTarget() ?? Grain).GetType(), Call.GetMethod());

    protected override int FilterCount => filters.Length + (_ownFilter is null ? 0 : 1);

    protected override async Task<object> InvokeFilter(int stage)
    {
        var filter = stage < filters.Length ? filters[stage] : _ownFilter!;
        await filter.Invoke(this);
        return filter;
    }

    protected override async ValueTask<Response> InvokeCall()
    {
        try
        {
            return await Call.Invoke();
        }
        catch (Exception exception)
        {
            // As in Orleans: filters see the grain's exception thrown, and may catch it.
            Response = Response.FromException(exception);
            throw;
        }
    }
}
