using Cocoon.Core.Money;

namespace Cocoon.Core.Accounts;

/// <summary>A key as its owner sees it.</summary>
/// <param name="Id">Public short name.</param>
/// <param name="Name">The owner's label.</param>
/// <param name="CreatedAt">When it was made.</param>
/// <param name="RevokedAt">From when it is refused; null while valid.</param>
/// <param name="Scope">Its limits; null for none.</param>
/// <param name="OldSecretUntil">Until when the secret before the last rotation is valid; null when it is not.</param>
/// <param name="SpentToday">What it was charged since 00:00 UTC, if its spend is limited; null otherwise.</param>
/// <param name="HeldToday">What running jobs may add to that.</param>
[GenerateSerializer, Immutable, Alias("cocoon.key-view")]
public sealed record KeyView(
    [property: Id(0)] string Id,
    [property: Id(1)] string Name,
    [property: Id(2)] DateTimeOffset CreatedAt,
    [property: Id(3)] DateTimeOffset? RevokedAt,
    [property: Id(4)] KeyScope? Scope,
    [property: Id(5)] DateTimeOffset? OldSecretUntil,
    [property: Id(6)] Nano? SpentToday,
    [property: Id(7)] Nano? HeldToday);
