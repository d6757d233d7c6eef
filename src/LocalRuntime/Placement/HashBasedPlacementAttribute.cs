namespace Orleans.Placement;

/// <summary>In a cluster: on the silo its key falls to.</summary>
public sealed class HashBasedPlacementAttribute : PlacementAttribute;
