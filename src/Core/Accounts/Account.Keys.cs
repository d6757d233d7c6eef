using Cocoon.Core.Crypto;

namespace Cocoon.Core.Accounts;

/// <summary>Keys with limits, their rotation, and the first key of a wallet.</summary>
public static partial class Account
{
    /// <summary>Wallet proofs remembered at once; each is for minutes only.</summary>
    public const int MaxProofs = 64;

    /// <summary>Longest time that an old secret stays valid beside the new one.</summary>
    public static readonly TimeSpan MaxGrace = TimeSpan.FromDays(30);

    /// <summary>Adds a key with limits, or without when <paramref name="scope"/> is null.</summary>
    public static Step<AccountState> AddKey(AccountState state, ApiKeyRecord key, KeyScope? scope)
    {
        if (scope?.Problem() is { } problem) return Refuse(RefusalCode.KeyInvalid, problem);
        var step = AddKey(state, key);
        return step.Changed && scope is not null
            ? Step<AccountState>.To(step.State with { Scopes = step.State.Scopes.SetItem(key.Id, scope) })
            : step;
    }

    /// <summary>Changes a key's limits; null takes them away. What it has spent today stays spent.</summary>
    public static Step<AccountState> SetScope(AccountState state, string id, KeyScope? scope)
    {
        if (scope?.Problem() is { } problem) return Refuse(RefusalCode.KeyInvalid, problem);
        if (Live(state, id).Refusal is { } refusal) return Step<AccountState>.Refuse(refusal.Code, refusal.Message);
        return Step<AccountState>.To(state with { Scopes = scope is null ? state.Scopes.Remove(id) : state.Scopes.SetItem(id, scope) });
    }

    /// <summary>
    /// Gives a key another secret under the same id, name and limits. The old one is valid for a time; one that was older still
    /// is refused from now on. The same secret again is a repeat.
    /// </summary>
    public static Step<AccountState> RotateKey(AccountState state, string id, HexBytes secretHash, TimeSpan grace, DateTimeOffset now)
    {
        if (secretHash.Length != 32) return Refuse(RefusalCode.KeyInvalid, "A key hash has 32 bytes.");
        if (grace < TimeSpan.Zero || grace > MaxGrace) return Refuse(RefusalCode.KeyInvalid, $"An old secret stays valid for 0 to {MaxGrace.TotalDays} days.");
        var (index, refusal) = Live(state, id);
        if (refusal is not null) return Step<AccountState>.Refuse(refusal.Code, refusal.Message);
        var key = state.Keys[index];
        if (key.SecretHash == secretHash) return Step<AccountState>.Stay(state);
        return Step<AccountState>.To(state with
        {
            Keys = state.Keys.SetItem(index, key with { SecretHash = secretHash }),
            Retiring = grace > TimeSpan.Zero ? state.Retiring.SetItem(id, new RetiringSecret { SecretHash = key.SecretHash, Until = now + grace }) : state.Retiring.Remove(id),
        });
    }

    /// <summary>Exchanges a wallet's proof for a key. Each proof is good for one key; the same key again is a repeat.</summary>
    /// <param name="state">The account of that wallet.</param>
    /// <param name="proof">Hash of the proof.</param>
    /// <param name="until">When the proof is too old by itself.</param>
    /// <param name="key">The new key.</param>
    /// <param name="scope">Its limits; null for none.</param>
    /// <param name="now">The time.</param>
    public static Step<AccountState> Login(AccountState state, HexBytes proof, DateTimeOffset until, ApiKeyRecord key, KeyScope? scope, DateTimeOffset now)
    {
        var name = proof.ToString();
        if (state.Proofs.TryGetValue(name, out var used))
            return used.Key == key.Id ? Step<AccountState>.Stay(state) : Refuse(RefusalCode.ProofUsed, "This proof was exchanged for a key before. Ask for a new payload and sign again.");
        if (until <= now) return Refuse(RefusalCode.ProofUsed, "This proof is too old. Ask for a new payload and sign again.");
        var kept = state.Proofs.RemoveRange(state.Proofs.Where(entry => entry.Value.Until <= now).Select(entry => entry.Key));
        if (kept.Count >= MaxProofs) return Refuse(RefusalCode.RateLimited, "This wallet has made many keys in a few minutes. Try again later.");
        var step = AddKey(state, key, scope);
        return step.Refusal is { } refusal
            ? Step<AccountState>.Refuse(refusal.Code, refusal.Message)
            : Step<AccountState>.To(step.State with { Proofs = kept.SetItem(name, new UsedProof { Key = key.Id, Until = until }) });
    }

    private static (int Index, Refusal? Refusal) Live(AccountState state, string id)
    {
        var index = state.Keys.FindIndex(key => key.Id == id);
        return index < 0 ? (index, new Refusal(RefusalCode.KeyUnknown, $"This account has no key {id}."))
            : state.Keys[index].RevokedAt is not null ? (index, new Refusal(RefusalCode.KeyRevoked, $"Key {id} was revoked."))
            : (index, null);
    }
}
