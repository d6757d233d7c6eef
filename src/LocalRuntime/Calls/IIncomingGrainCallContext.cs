using System.Reflection;
using Orleans.Runtime;

namespace Orleans;

/// <summary>A call that has arrived at an activation.</summary>
public interface IIncomingGrainCallContext : IGrainCallContext
{
    IGrainContext TargetContext { get; }

    /// <summary>The method of the grain class behind the interface method.</summary>
    MethodInfo ImplementationMethod { get; }
}
