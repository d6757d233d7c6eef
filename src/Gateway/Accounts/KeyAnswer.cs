using Cocoon.Core.Accounts;
using Cocoon.Core.Money;

namespace Cocoon.Gateway.Accounts;

/// <summary>A key as JSON. <paramref name="Key"/> is there once, when it was made or rotated.</summary>
internal sealed record KeyAnswer(
    string Id, string Name, DateTimeOffset CreatedAt, DateTimeOffset? RevokedAt, string? Key, PostedScope? Scope,
    DateTimeOffset? OldSecretUntil, Nano? SpentTodayNano, Nano? HeldTodayNano)
{
    public static KeyAnswer Of(KeyView key, ApiKey? secret = null) => new(
        key.Id, key.Name, key.CreatedAt, key.RevokedAt, secret?.Reveal(), PostedScope.Of(key.Scope), key.OldSecretUntil, key.SpentToday, key.HeldToday);
}
