using System.Security.Cryptography;
using System.Text;
using Cocoon.Core.Accounts;

namespace Cocoon.Grains.Routing;

/// <summary>
/// Which provider served a conversation last, since the prompt so far is in its memory. Keeps hashes, never names; those longest
/// unused are forgotten first. Thread-safe.
/// </summary>
public sealed class SessionBook
{
    /// <summary>Conversations that are remembered.</summary>
    public const int MaxSessions = 65_536;

    private readonly Lock _gate = new();
    private readonly Dictionary<UInt128, LinkedListNode<(UInt128 Key, AccountAddress Provider)>> _byKey = [];
    private readonly LinkedList<(UInt128 Key, AccountAddress Provider)> _byUse = new();

    /// <param name="account">Whose conversation.</param>
    /// <param name="model">Model id.</param>
    /// <param name="session">The account's own name for it; null for none.</param>
    /// <returns>Default for no session.</returns>
    public static UInt128 Key(AccountAddress account, string model, string? session) => session is null
        ? default
        : BitConverter.ToUInt128(SHA256.HashData(Encoding.UTF8.GetBytes($"{account.Raw}\n{model}\n{session}")));

    /// <returns>Unset for a session that is not known.</returns>
    public AccountAddress Find(UInt128 key)
    {
        if (key == default) return default;
        lock (_gate)
        {
            if (!_byKey.TryGetValue(key, out var node)) return default;
            _byUse.Remove(node);
            _byUse.AddLast(node);
            return node.Value.Provider;
        }
    }

    public void Remember(UInt128 key, AccountAddress provider)
    {
        if (key == default) return;
        lock (_gate)
        {
            if (_byKey.Remove(key, out var before)) _byUse.Remove(before);
            else if (_byKey.Count >= MaxSessions)
            {
                _byKey.Remove(_byUse.First!.Value.Key);
                _byUse.RemoveFirst();
            }
            _byKey[key] = _byUse.AddLast((key, provider));
        }
    }
}
