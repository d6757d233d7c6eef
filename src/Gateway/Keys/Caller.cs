using System.Collections.Immutable;
using Cocoon.Core.Accounts;

namespace Cocoon.Gateway.Keys;

/// <summary>Who is calling, after the key was checked.</summary>
/// <param name="Key">The key as presented; never logged.</param>
/// <param name="Access">What it opens.</param>
internal sealed record Caller(ApiKey Key, AccountAccess Access)
{
    public AccountAddress Account => Key.Account;

    public ImmutableList<AccountAddress> Channels => Access.Channels;

    /// <summary>The key's limits; null for none.</summary>
    public KeyScope? Scope => Access.Scope;
}
