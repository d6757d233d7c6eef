using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Accounts;

/// <summary>A client account; the key is the client's wallet address.</summary>
[Alias("cocoon.IClientAccountGrain")]
public interface IClientAccountGrain : IGrainWithStringKey
{
    /// <summary>Stores the hash of a key that the caller made. The key itself never crosses a grain call.</summary>
    [Alias("add-key")]
    Task AddKey(string id, string name, HexBytes secretHash);

    [Alias("revoke-key")]
    Task RevokeKey(string id);

    [Alias("keys")]
    Task<ImmutableList<ApiKeyRecord>> Keys();

    /// <summary>The account's channels if a valid key has this hash.</summary>
    /// <exception cref="RefusedException">No such key, or it was revoked.</exception>
    [Alias("authenticate")]
    Task<ImmutableList<AccountAddress>> Authenticate(HexBytes secretHash);

    /// <summary>Opens the books of a channel on chain and adds it to the account.</summary>
    [Alias("add-channel")]
    Task AddChannel(AccountAddress channel, CancellationToken cancellationToken = default);
}
