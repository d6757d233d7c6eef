using Orleans;

namespace Cocoon.LocalRuntime.Calls;

internal sealed class DelegateIncomingFilter(IncomingGrainCallFilterDelegate filter) : IIncomingGrainCallFilter
{
    public Task Invoke(IIncomingGrainCallContext context) => filter(context);
}
