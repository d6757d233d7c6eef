namespace Cocoon.Grains.Placement;

/// <summary>Of a grain keyed by a provider's wallet: on the silo that works for this wallet.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.provider-placement")]
public sealed class ProviderPlacement : PlacementStrategy;
