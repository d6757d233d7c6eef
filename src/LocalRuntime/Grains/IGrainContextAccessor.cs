namespace Orleans.Runtime;

/// <summary>Finds the activation whose turn is running on this thread.</summary>
public interface IGrainContextAccessor
{
    /// <summary>The current activation; null outside grain turns.</summary>
    IGrainContext GrainContext { get; }
}
