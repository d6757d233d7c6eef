namespace Cocoon.Grains.Placement;

/// <summary>Of a grain keyed by a silo's address: on that silo.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.silo-placement")]
public sealed class SiloPlacement : PlacementStrategy;
