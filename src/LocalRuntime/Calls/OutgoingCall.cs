using Orleans;
using Orleans.Runtime;
using Orleans.Serialization.Invocation;

namespace Cocoon.LocalRuntime.Calls;

/// <summary>The filters of the host, then the calling grain itself if it is a filter, then the sending.</summary>
internal sealed class OutgoingCall(WaitingCall call, GrainReference reference, IGrainContext? source, IOutgoingGrainCallFilter[] filters)
    : FilteredCall(call), IOutgoingGrainCallContext
{
    private readonly IOutgoingGrainCallFilter? _ownFilter = source?.GrainInstance as IOutgoingGrainCallFilter;

    public override object Grain => reference;

    public IGrainContext? SourceContext => source;

    protected override int FilterCount => filters.Length + (_ownFilter is null ? 0 : 1);

    protected override async Task<object> InvokeFilter(int stage)
    {
        var filter = stage < filters.Length ? filters[stage] : _ownFilter!;
        await filter.Invoke(this);
        return filter;
    }

    protected override ValueTask<Response> InvokeCall()
    {
        // A fresh call each time, so a filter may try again.
        var attempt = ((WaitingCall)Call).Again();
        reference.Silo.Send(attempt);
        return attempt.AsResponse();
    }
}
