using Cocoon.Attestation.Evidence;
using Cocoon.Ton.Client;

namespace Cocoon.Attestation.Ton;

/// <summary>
/// Blocks of the masterchain as epochs of evidence. What a bundle names is bounded before a node is asked: numbers that the
/// chain cannot have reached, or that are too old for any policy, cost nothing. Thread-safe.
/// </summary>
/// <param name="client">Tells the newest block.</param>
/// <param name="blocks">Tells blocks by number.</param>
/// <param name="time">The clock of the cache.</param>
public sealed class TonEpochSource(ITonClient client, IMasterchainBlocks blocks, TimeProvider time) : IEpochSource
{
    /// <summary>New evidence names a block this far below the newest one: servers may be a little behind each other.</summary>
    public const uint Margin = 2;

    /// <summary>Blocks looked back at most: more than two hours at two and a half blocks a second.</summary>
    public const uint MaxDepth = 20_000;

    private const int Capacity = 256;
    private const uint MostBlocksPerSecond = 10;
    private const uint Slack = 100;

    // Long enough for many machines to share a block, short enough that a reorganisation of a test chain passes.
    private static readonly TimeSpan KeepFor = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<uint, (Epoch Epoch, DateTimeOffset ReadAt)> _kept = [];
    private readonly Queue<uint> _order = [];
    private uint _newest;
    private DateTimeOffset _newestAt = DateTimeOffset.MinValue;

    /// <summary>Blocks kept.</summary>
    internal int Count
    {
        get
        {
            lock (_gate) return _kept.Count;
        }
    }

    /// <exception cref="TonClientException">The chain cannot be asked.</exception>
    public async Task<Epoch> Latest(CancellationToken cancellationToken = default)
    {
        var newest = await Newest(cancellationToken);
        return await Read(newest > Margin ? newest - Margin : newest, cancellationToken);
    }

    /// <exception cref="TonClientException">The chain cannot be asked.</exception>
    public async Task<Epoch?> Find(uint seqno, CancellationToken cancellationToken = default)
    {
        lock (_gate)
        {
            if (_kept.TryGetValue(seqno, out var kept) && time.GetUtcNow() - kept.ReadAt < KeepFor) return kept.Epoch;
            if (_newest > 0 && IsBeyondReach(seqno)) return null;
        }
        var newest = await Newest(cancellationToken);
        return seqno == 0 || seqno > newest || newest - seqno > MaxDepth ? null : await Read(seqno, cancellationToken);
    }

    private bool IsBeyondReach(uint seqno)
    {
        if (seqno < _newest && _newest - seqno > MaxDepth) return true;
        var most = _newest + Slack + MostBlocksPerSecond * (time.GetUtcNow() - _newestAt).TotalSeconds;
        return seqno > most;
    }

    private async Task<uint> Newest(CancellationToken cancellationToken)
    {
        var newest = (await client.GetMasterchainInfoAsync(cancellationToken)).Last.Seqno;
        lock (_gate) (_newest, _newestAt) = (newest, time.GetUtcNow());
        return newest;
    }

    private async Task<Epoch> Read(uint seqno, CancellationToken cancellationToken)
    {
        var block = await blocks.GetMasterchainBlockAsync(seqno, cancellationToken);
        var epoch = new Epoch(block.Seqno, block.RootHash, block.Time);
        lock (_gate)
        {
            if (!_kept.ContainsKey(seqno)) _order.Enqueue(seqno);
            _kept[seqno] = (epoch, time.GetUtcNow());
            if (_kept.Count > Capacity) _kept.Remove(_order.Dequeue());
        }
        return epoch;
    }
}
