namespace Cocoon.Core.Providers;

/// <summary>A model that a provider offers, at one moment.</summary>
/// <param name="Offer">As it is sold: what the machine registered, on its owner's terms.</param>
/// <param name="InUse">Its slots in use.</param>
/// <param name="IsOpen">Whether its schedule sells it now.</param>
[GenerateSerializer, Immutable, Alias("cocoon.model-in-use")]
public sealed record ModelInUse([property: Id(0)] Offer Offer, [property: Id(1)] int InUse, [property: Id(2)] bool IsOpen);
