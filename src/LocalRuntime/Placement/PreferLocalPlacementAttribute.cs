namespace Orleans.Placement;

/// <summary>In a cluster: on the silo of the caller.</summary>
public sealed class PreferLocalPlacementAttribute : PlacementAttribute;
