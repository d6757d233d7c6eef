using System.Collections.Immutable;
using Cocoon.Core.Accounts;

namespace Cocoon.Gateway.Keys;

/// <summary>Who is calling, after the key was checked.</summary>
/// <param name="Key">The key as presented; never logged.</param>
/// <param name="Channels">The account's channels.</param>
internal sealed record Caller(ApiKey Key, ImmutableList<AccountAddress> Channels)
{
    public AccountAddress Account => Key.Account;
}
