using System.Collections.Immutable;

namespace Cocoon.Core.Accounts;

/// <summary>What a valid key opens.</summary>
/// <param name="Channels">The account's channels.</param>
/// <param name="KeyId">The key's id.</param>
/// <param name="Scope">The key's limits; null for none, which makes it the owner's.</param>
[GenerateSerializer, Immutable, Alias("cocoon.account-access")]
public sealed record AccountAccess(
    [property: Id(0)] ImmutableList<AccountAddress> Channels,
    [property: Id(1)] string KeyId,
    [property: Id(2)] KeyScope? Scope);
