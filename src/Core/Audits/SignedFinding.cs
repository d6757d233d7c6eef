using Cocoon.Core.Crypto;

namespace Cocoon.Core.Audits;

/// <summary>A finding with the Ed25519 signature of the auditor's enclave over <see cref="AuditEncoding.Hash(AuditFinding)"/>.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.signed-finding")]
public sealed record SignedFinding([property: Id(0)] AuditFinding Finding, [property: Id(1)] HexBytes EnclaveKey, [property: Id(2)] HexBytes Signature);
