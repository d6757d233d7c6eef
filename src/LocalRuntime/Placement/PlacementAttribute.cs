using Orleans.Runtime;

namespace Orleans.Placement;

/// <summary>Says where activations of a class go in a cluster. Without effect in one process.</summary>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false)]
public abstract class PlacementAttribute : Attribute
{
    protected PlacementAttribute(PlacementStrategy placement) => PlacementStrategy = placement;

    private protected PlacementAttribute()
    {
    }

    public PlacementStrategy? PlacementStrategy { get; }
}
