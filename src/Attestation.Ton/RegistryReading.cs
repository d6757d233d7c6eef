using Cocoon.Ton.Registry;

namespace Cocoon.Attestation.Ton;

/// <summary>A registry and the chain it was read from.</summary>
/// <param name="Registry">What the contract holds.</param>
/// <param name="ChainNetworkId">Global id of the chain itself (configuration parameter 19); what a contract says of it may be wrong.</param>
public sealed record RegistryReading(RegistryOnChain Registry, int ChainNetworkId);
