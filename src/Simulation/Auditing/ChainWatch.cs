using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Simulation.Chain;

namespace Cocoon.Simulation.Auditing;

/// <summary>
/// What anybody can have seen of the chain so far. Its height and its vaults' seqnos fall when a reorganisation comes, and
/// whoever decided on what it saw before that was right to.
/// </summary>
internal sealed class ChainWatch(SimulatedTon chain, IReadOnlyList<AccountAddress> vaults)
{
    private readonly uint[] _seqnos = new uint[vaults.Count];

    /// <summary>The chain's clock, Unix seconds.</summary>
    public uint Clock => chain.Clock;

    /// <summary>The greatest height; one above what was looked at, since a block may have come and gone in between.</summary>
    public uint Highest { get; private set; }

    /// <summary>The greatest seqno that a vault was seen to expect.</summary>
    public uint Seqno(int shard) => _seqnos[shard];

    /// <summary>Whether the chain shows a transaction of a vault now.</summary>
    public bool Has(int shard, HexBytes transaction) => chain.Transactions(vaults[shard]).Any(known => known.Hash == transaction);

    /// <summary>To be called before each decision is judged, and now and then besides.</summary>
    public void Look()
    {
        Highest = Math.Max(Highest, chain.Height + 1);
        for (var shard = 0; shard < vaults.Count; shard++)
            if (chain.Vault(vaults[shard]) is { } vault) _seqnos[shard] = Math.Max(_seqnos[shard], vault.Seqno);
    }
}
