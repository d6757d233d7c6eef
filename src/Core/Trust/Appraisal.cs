using System.Text.Json.Serialization;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Trust;

/// <summary>
/// The verdict on a provider's evidence (RFC 9334 words): which tier it met, which enclave key it is bound to, and until
/// when it may be relied on.
/// </summary>
/// <param name="Tier">The tier that evidence and policy gave.</param>
/// <param name="EnclaveKey">Ed25519 public key (32 bytes) made inside the enclave; it signs receipts.</param>
/// <param name="Hash">SHA-256 of the canonical appraisal; what a receipt names.</param>
/// <param name="NotAfter">The verdict counts for nothing from this time on.</param>
/// <param name="SealingKey">P-256 public key (65 bytes, uncompressed) made inside the enclave; prompts are sealed to it. Empty in records of before.</param>
[GenerateSerializer, Immutable, Alias("cocoon.appraisal")]
public sealed record Appraisal(
    [property: Id(0)] Tier Tier,
    [property: Id(1)] HexBytes EnclaveKey,
    [property: Id(2)] HexBytes Hash,
    [property: Id(3)] DateTimeOffset NotAfter,
    [property: Id(4), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] HexBytes SealingKey = default);
