using Cocoon.Core.Crypto;

namespace Cocoon.Core.Audits;

/// <summary>A statement with the Ed25519 signature of the enclave that signed the receipt, over <see cref="AuditEncoding.Hash(AuditStatement)"/>.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.signed-statement")]
public sealed record SignedStatement([property: Id(0)] AuditStatement Statement, [property: Id(1)] HexBytes EnclaveKey, [property: Id(2)] HexBytes Signature);
