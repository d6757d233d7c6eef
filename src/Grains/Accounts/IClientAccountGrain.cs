using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Grains.Accounts;

/// <summary>A client account; the key is the client's wallet address.</summary>
[Alias("cocoon.IClientAccountGrain"), Version(1)]
public interface IClientAccountGrain : IGrainWithStringKey
{
    /// <summary>Stores the hash of a key that the caller made. The key itself never crosses a grain call.</summary>
    [Alias("add-key")]
    Task AddKey(string id, string name, HexBytes secretHash);

    /// <summary>Stores a key with limits; null for none.</summary>
    [Alias("create-key")]
    Task CreateKey(string id, string name, HexBytes secretHash, KeyScope? scope);

    /// <summary>Stores the key that a wallet's proof is exchanged for. The caller has checked the proof.</summary>
    /// <param name="proof">SHA-256 of the signed message; good for one key.</param>
    /// <param name="until">When the proof is too old by itself.</param>
    /// <param name="id">The key's id.</param>
    /// <param name="name">The owner's label.</param>
    /// <param name="secretHash">Hash of the key's secret.</param>
    /// <param name="scope">Its limits; null for none.</param>
    [Alias("login")]
    Task Login(HexBytes proof, DateTimeOffset until, string id, string name, HexBytes secretHash, KeyScope? scope);

    [Alias("revoke-key")]
    Task RevokeKey(string id);

    /// <summary>Gives a key another secret; the old one stays valid for <paramref name="grace"/>.</summary>
    [Alias("rotate-key")]
    Task RotateKey(string id, HexBytes secretHash, TimeSpan grace);

    /// <summary>Changes a key's limits; null takes them away.</summary>
    [Alias("set-scope")]
    Task SetScope(string id, KeyScope? scope);

    [Alias("keys")]
    Task<ImmutableList<ApiKeyRecord>> Keys();

    /// <summary>All keys with their limits and what they have spent today; never a secret.</summary>
    [Alias("key-views")]
    Task<ImmutableList<KeyView>> KeyViews();

    /// <summary>The account's channels if a valid key without limits has this hash: for gateways that know of no limits.</summary>
    /// <exception cref="RefusedException">No such key, it was revoked, or it has limits.</exception>
    [Alias("authenticate")]
    Task<ImmutableList<AccountAddress>> ChannelsOf(HexBytes secretHash);

    /// <summary>What a valid key with this hash opens.</summary>
    /// <exception cref="RefusedException">No such key, it was revoked, or it has expired.</exception>
    [Alias("access")]
    Task<AccountAccess> Authenticate(HexBytes secretHash);

    /// <summary>
    /// Lets a job of a key with limits through, before the job is opened: what it can cost is set aside, and written down before
    /// this returns. Repeating it for the same job changes nothing.
    /// </summary>
    /// <exception cref="RefusedException">The key is not valid.</exception>
    [Alias("admit")]
    Task<Admission> Admit(HexBytes secretHash, AdmitRequest request);

    /// <summary>Tells what an admitted job came to.</summary>
    /// <param name="keyId">The key.</param>
    /// <param name="job">The job.</param>
    /// <param name="charge">What it cost; null when the caller does not know, so that the job itself is asked, now or after its deadline.</param>
    [Alias("settle")]
    Task Settle(string keyId, JobId job, Nano? charge);

    /// <summary>Opens the books of a channel on chain and adds it to the account.</summary>
    [Alias("add-channel")]
    Task AddChannel(AccountAddress channel, CancellationToken cancellationToken = default);
}
