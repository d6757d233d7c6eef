using Orleans.Placement;

namespace Cocoon.Grains.Placement;

/// <summary>
/// The grain's key is a silo's address (<c>SiloAddress.ToParsableString()</c>), and it lives on that silo. Calls are refused
/// with <see cref="RefusalCode.SiloUnknown"/> when it is not there. Without effect where there is one process.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SiloPlacementAttribute() : PlacementAttribute(new SiloPlacement());
