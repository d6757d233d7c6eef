using Orleans.Runtime;

namespace Orleans;

/// <summary>A call that is about to leave.</summary>
public interface IOutgoingGrainCallContext : IGrainCallContext
{
    /// <summary>The calling activation; null outside grains.</summary>
    IGrainContext? SourceContext { get; }
}
