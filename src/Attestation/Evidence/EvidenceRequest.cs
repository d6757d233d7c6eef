using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Attestation.Evidence;

/// <summary>What new evidence shall be bound to.</summary>
/// <param name="Claims">Keys made inside the enclave.</param>
/// <param name="NetworkId">TON network.</param>
/// <param name="Provider">The provider's wallet.</param>
/// <param name="Nonce">A verifier's challenge, 32 bytes; empty for none.</param>
public sealed record EvidenceRequest(EnclaveClaims Claims, int NetworkId, AccountAddress Provider, HexBytes Nonce = default);
