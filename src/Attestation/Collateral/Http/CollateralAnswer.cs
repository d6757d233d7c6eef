namespace Cocoon.Attestation.Collateral.Http;

/// <summary>What a service answered.</summary>
/// <param name="Body">The document.</param>
/// <param name="Headers">The answer's own headers; issuer chains come in them.</param>
internal sealed record CollateralAnswer(byte[] Body, IReadOnlyDictionary<string, string> Headers);
