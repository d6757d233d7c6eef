using Orleans.Placement;

namespace Cocoon.Grains.Placement;

/// <summary>
/// The grain's key is a provider's wallet, and it lives on that provider's silo. Calls are refused with
/// <see cref="RefusalCode.ProviderUnknown"/> while there is none. Without effect where there is one process.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ProviderPlacementAttribute() : PlacementAttribute(new ProviderPlacement());
