using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace Cocoon.Grains.Accounts;

/// <summary>
/// Thin shell over <see cref="Account"/>: keys are stored as hashes, channels as addresses. Reentrant for group commit
/// (<see cref="StateMachineGrain{TState}"/>): each transition decides on the newest state at once, and no code here relies on
/// the state being the same after an await.
/// </summary>
[Reentrant, GrainType("clientaccount")]
public sealed partial class ClientAccountGrain(
    [PersistentState("account", Stores.Ledger)] IPersistentState<AccountState> record,
    TimeProvider time,
    ILogger<ClientAccountGrain> logger) : StateMachineGrain<AccountState>(record, time), IClientAccountGrain
{
    private AccountAddress Client => AccountAddress.Parse(this.GetPrimaryKeyString());

    public Task AddKey(string id, string name, HexBytes secretHash) => CreateKey(id, name, secretHash, null);

    public Task CreateKey(string id, string name, HexBytes secretHash, KeyScope? scope) =>
        Commit(state => Account.AddKey(state, new ApiKeyRecord(id, name, secretHash, Time.GetUtcNow(), null), scope));

    public Task Login(HexBytes proof, DateTimeOffset until, string id, string name, HexBytes secretHash, KeyScope? scope) =>
        Commit(state => Account.Login(state, proof, until, new ApiKeyRecord(id, name, secretHash, Time.GetUtcNow(), null), scope, Time.GetUtcNow()));

    public Task RevokeKey(string id) => Commit(state => Account.RevokeKey(state, id, Time.GetUtcNow()));

    public Task RotateKey(string id, HexBytes secretHash, TimeSpan grace) => Commit(state => Account.RotateKey(state, id, secretHash, grace, Time.GetUtcNow()));

    public Task SetScope(string id, KeyScope? scope) => Commit(state => Account.SetScope(state, id, scope));

    public async Task<ImmutableList<ApiKeyRecord>> Keys()
    {
        await Refresh();
        return State.Keys;
    }

    public async Task<ImmutableList<KeyView>> KeyViews()
    {
        await Refresh();
        var now = Time.GetUtcNow();
        return State.Keys.ConvertAll(key => Account.View(State, key, now));
    }

    public async Task<ImmutableList<AccountAddress>> ChannelsOf(HexBytes secretHash)
    {
        var access = await Authenticate(secretHash);
        return access.Scope is null ? access.Channels : throw new RefusedException(RefusalCode.CallNotAllowed, "This API key has limits that this gateway cannot keep. Upgrade the gateway.");
    }

    public async Task<AccountAccess> Authenticate(HexBytes secretHash)
    {
        await Refresh();
        var key = Valid(secretHash);
        return new AccountAccess(State.Channels, key.Id, State.Scopes.GetValueOrDefault(key.Id));
    }

    public async Task AddChannel(AccountAddress channel, CancellationToken cancellationToken = default)
    {
        var view = await GrainFactory.Channel(channel).Open(cancellationToken);
        if (view.Client != Client)
            throw new RefusedException(RefusalCode.ChannelMismatch, $"Channel {channel} belongs to {view.Client}, not to this account.");
        await Commit(state => Account.AddChannel(state, channel));
    }

    private ApiKeyRecord Valid(HexBytes secretHash)
    {
        var (key, refusal) = Account.Authenticate(State, secretHash, Time.GetUtcNow());
        return key ?? throw new RefusedException(refusal!);
    }
}
