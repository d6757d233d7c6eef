using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Accounts;

/// <summary>Thin shell over <see cref="Account"/>: keys are stored as hashes, channels as addresses.</summary>
public sealed class ClientAccountGrain(
    [PersistentState("account", Stores.Ledger)] IPersistentState<AccountState> record,
    TimeProvider time) : StateMachineGrain<AccountState>(record, time), IClientAccountGrain
{
    private AccountAddress Client => AccountAddress.Parse(this.GetPrimaryKeyString());

    public Task AddKey(string id, string name, HexBytes secretHash) =>
        Commit(state => Account.AddKey(state, new ApiKeyRecord(id, name, secretHash, Time.GetUtcNow(), null)));

    public Task RevokeKey(string id) => Commit(state => Account.RevokeKey(state, id, Time.GetUtcNow()));

    public async Task<ImmutableList<ApiKeyRecord>> Keys()
    {
        await Refresh();
        return State.Keys;
    }

    public async Task<ImmutableList<AccountAddress>> Authenticate(HexBytes secretHash)
    {
        await Refresh();
        var (_, refusal) = Account.Authenticate(State, secretHash);
        return refusal is null ? State.Channels : throw new RefusedException(refusal);
    }

    public async Task AddChannel(AccountAddress channel, CancellationToken cancellationToken = default)
    {
        var view = await GrainFactory.Channel(channel).Open(cancellationToken);
        if (view.Client != Client)
            throw new RefusedException(RefusalCode.ChannelMismatch, $"Channel {channel} belongs to {view.Client}, not to this account.");
        await Commit(state => Account.AddChannel(state, channel));
    }
}
