using Orleans.Runtime;

namespace Cocoon.LocalRuntime.Grains;

internal sealed class GrainContextAccessor : IGrainContextAccessor
{
    public IGrainContext GrainContext => RuntimeContext.Current!;
}
