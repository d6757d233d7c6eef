using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Cocoon.Core.Crypto;

namespace Cocoon.Sealing.Hpke;

/// <summary>
/// Public keys that requests were sealed to last, as the platform has them: a machine's key is the same for all of its requests,
/// and taking one in costs about as much as an agreement. Thread-safe.
/// </summary>
/// <param name="capacity">Keys kept, at least 1; the one used longest ago goes.</param>
internal sealed class RecipientKeys(int capacity)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<HexBytes, LinkedListNode<(HexBytes Bytes, ECDiffieHellmanPublicKey Key)>> _nodes = [];
    private readonly LinkedList<(HexBytes Bytes, ECDiffieHellmanPublicKey Key)> _byUse = [];

    /// <summary>Keys kept now.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _nodes.Count;
        }
    }

    /// <param name="publicKey">Any bytes.</param>
    /// <param name="key">
    /// The key, which others use at the same time: never dispose it. One that had to go may still be in an agreement, so its
    /// handle is left to its finalizer.
    /// </param>
    /// <returns>False when the bytes are no point of the curve; of those nothing is kept.</returns>
    public bool TryGet(ReadOnlySpan<byte> publicKey, [NotNullWhen(true)] out ECDiffieHellmanPublicKey? key)
    {
        key = null;
        if (publicKey.Length != P256Point.Bytes) return false;
        var bytes = new HexBytes(publicKey);
        lock (_gate)
        {
            if (_nodes.TryGetValue(bytes, out var node))
            {
                _byUse.Remove(node);
                _byUse.AddFirst(node);
                key = node.Value.Key;
                return true;
            }
        }
        if (!P256Point.TryRead(publicKey, out var point)) return false;
        // Not under the lock, since it takes long: two who come at once may both take the key in, and one of them stays.
        key = P256Key.Import(point);
        lock (_gate)
        {
            if (_nodes.ContainsKey(bytes)) return true;
            _nodes[bytes] = _byUse.AddFirst((bytes, key));
            if (_nodes.Count <= capacity) return true;
            _nodes.Remove(_byUse.Last!.Value.Bytes);
            _byUse.RemoveLast();
        }
        return true;
    }
}
