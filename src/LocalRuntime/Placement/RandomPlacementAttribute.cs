namespace Orleans.Placement;

/// <summary>In a cluster: on any silo.</summary>
public sealed class RandomPlacementAttribute : PlacementAttribute;
