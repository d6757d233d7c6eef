using Cocoon.Core.Crypto;

namespace Cocoon.Core.Accounts;

/// <summary>A stored API key: its hash, never the key.</summary>
/// <param name="Id">Public short name of the key, for lists and revocation.</param>
/// <param name="Name">The owner's label.</param>
/// <param name="SecretHash">SHA-256 of the secret part (32 random bytes, so no salt is needed).</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">From when it is refused; null while valid.</param>
[GenerateSerializer, Immutable, Alias("cocoon.api-key")]
public sealed record ApiKeyRecord(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] HexBytes SecretHash,
    [property: Id(3)] DateTimeOffset CreatedAt,
    [property: Id(4)] DateTimeOffset? RevokedAt);
