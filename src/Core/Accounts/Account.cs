using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Core.Accounts;

/// <summary>A client account as a pure state machine.</summary>
public static partial class Account
{
    public const int MaxKeys = 100;
    public const int MaxChannels = 16;

    private static Step<AccountState> Refuse(RefusalCode code, string message) => Step<AccountState>.Refuse(code, message);

    /// <summary>Adds a key. The same id with the same secret is a repeat; with another secret it is refused.</summary>
    public static Step<AccountState> AddKey(AccountState state, ApiKeyRecord key)
    {
        if (state.Keys.Find(known => known.Id == key.Id) is { } existing)
        {
            return existing.SecretHash == key.SecretHash
                ? Step<AccountState>.Stay(state)
                : Refuse(RefusalCode.OperationConflict, $"Key id {key.Id} is taken.");
        }
        if (key.SecretHash.Length != 32) return Refuse(RefusalCode.AmountInvalid, "A key hash has 32 bytes.");
        var kept = state.Keys.Count < MaxKeys ? state : WithoutOldestRevoked(state);
        return kept.Keys.Count < MaxKeys
            ? Step<AccountState>.To(kept with { Keys = kept.Keys.Add(key) })
            : Refuse(RefusalCode.TooManyKeys, $"An account has at most {MaxKeys} keys. Revoke one first.");
    }

    /// <summary>A full list makes room for a new key by forgetting a revoked one, which is refused either way.</summary>
    private static AccountState WithoutOldestRevoked(AccountState state) => state.Keys.Find(key => key.RevokedAt is not null) is not { } revoked ? state : state with
    {
        Keys = state.Keys.Remove(revoked),
        Scopes = state.Scopes.Remove(revoked.Id),
        Retiring = state.Retiring.Remove(revoked.Id),
        Budgets = state.Budgets.Remove(revoked.Id),
    };

    public static Step<AccountState> RevokeKey(AccountState state, string id, DateTimeOffset now)
    {
        var index = state.Keys.FindIndex(key => key.Id == id);
        if (index < 0) return Refuse(RefusalCode.KeyUnknown, $"This account has no key {id}.");
        var key = state.Keys[index];
        return key.RevokedAt is not null
            ? Step<AccountState>.Stay(state)
            : Step<AccountState>.To(state with { Keys = state.Keys.SetItem(index, key with { RevokedAt = now }) });
    }

    /// <summary>The valid key with this secret hash, or why there is none. Compares in constant time.</summary>
    public static (ApiKeyRecord? Key, Refusal? Refusal) Authenticate(AccountState state, HexBytes secretHash, DateTimeOffset now)
    {
        var given = secretHash.ToArray();
        ApiKeyRecord? match = null;
        foreach (var key in state.Keys)
        {
            if (CryptographicOperations.FixedTimeEquals(key.SecretHash.ToArray(), given)) match = key;
            if (state.Retiring.TryGetValue(key.Id, out var old) && CryptographicOperations.FixedTimeEquals(old.SecretHash.ToArray(), given) && now < old.Until) match = key;
        }
        return match switch
        {
            null => (null, new Refusal(RefusalCode.KeyUnknown, "Incorrect API key provided.")),
            { RevokedAt: not null } => (null, new Refusal(RefusalCode.KeyRevoked, "This API key was revoked.")),
            _ when state.Scopes.TryGetValue(match.Id, out var scope) && scope.ExpiresAt <= now => (null, new Refusal(RefusalCode.KeyExpired, "This API key has expired.")),
            _ => (match, null),
        };
    }

    public static Step<AccountState> AddChannel(AccountState state, AccountAddress channel)
    {
        if (state.Channels.Contains(channel)) return Step<AccountState>.Stay(state);
        return state.Channels.Count >= MaxChannels
            ? Refuse(RefusalCode.TooManyKeys, $"An account has at most {MaxChannels} channels.")
            : Step<AccountState>.To(state with { Channels = state.Channels.Add(channel) });
    }
}
