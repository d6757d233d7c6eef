using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Collateral;

/// <summary>A document that evidence needs, and what a source must know besides its name to ask for it.</summary>
/// <param name="Key">Which document.</param>
/// <param name="Product">AMD leaves: the processor's product in lower case, which is part of their address. Otherwise empty.</param>
/// <param name="Request">OCSP answers: the request to post, DER (RFC 6960). Otherwise empty.</param>
public readonly record struct CollateralNeed(CollateralKey Key, string Product = "", HexBytes Request = default);
