using Orleans;

namespace Cocoon.LocalRuntime.Calls;

internal sealed class DelegateOutgoingFilter(OutgoingGrainCallFilterDelegate filter) : IOutgoingGrainCallFilter
{
    public Task Invoke(IOutgoingGrainCallContext context) => filter(context);
}
