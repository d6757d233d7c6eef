namespace Orleans.Runtime;

/// <summary>Where activations of a class go in a cluster. Without effect in one process.</summary>
public abstract class PlacementStrategy
{
    public virtual bool IsUsingGrainDirectory => true;
}
