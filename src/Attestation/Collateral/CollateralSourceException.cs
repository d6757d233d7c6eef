namespace Cocoon.Attestation.Collateral;

/// <summary>A source of collateral failed; the message says why and what to do.</summary>
public sealed class CollateralSourceException(string message, Exception? inner = null) : Exception(message, inner);
