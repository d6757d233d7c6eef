using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>The books, and where in them each receipt is; made once for all checks.</summary>
internal sealed class BooksIndex
{
    private readonly Dictionary<JobId, HexBytes> _receiptHashes = [];

    /// <param name="books">The books.</param>
    /// <param name="findings">Told of receipts that are in two places of settlement (I6), and of archives without a shard.</param>
    public BooksIndex(Books books, FindingList findings)
    {
        Books = books;
        var archives = books.Batches.ToLookup(entry => entry.Key.Shard);
        Shards = [.. books.Settlements.OrderBy(entry => entry.Key).Select(entry => new ShardBooks(entry.Key, entry.Value, archives[entry.Key]))];
        foreach (var orphan in archives.Where(archive => !books.Settlements.ContainsKey(archive.Key)))
            findings.Add("I7", $"shard {orphan.Key}", "has archived batches and no books");
        foreach (var shard in Shards) AddShard(shard, findings);
        foreach (var (channel, state) in books.Channels)
            foreach (var posted in state.Unsettled)
                if (!Outbox.TryAdd(posted.Line.Job, posted)) findings.Add("I6", $"job {posted.Line.Job}", $"has two receipts in outboxes, one of them in that of channel {channel}");
        foreach (var (job, state) in books.Jobs)
            if (state.Receipt is { } signed) _receiptHashes[job] = signed.Receipt.Hash();
    }

    public Books Books { get; }
    public IReadOnlyList<ShardBooks> Shards { get; }

    /// <summary>What shards have taken, by job.</summary>
    public Dictionary<JobId, SettledReceipt> Settled { get; } = [];

    /// <summary>What channels have charged and not yet removed from their outboxes, by job.</summary>
    public Dictionary<JobId, PostedReceipt> Outbox { get; } = [];

    /// <summary>The shard of each channel and its tally there.</summary>
    public Dictionary<AccountAddress, (int Shard, ChannelTally Tally)> Tallies { get; } = [];

    /// <summary>The hash of the receipt in a job's record; unset when it has none.</summary>
    public HexBytes ReceiptHash(JobId job) => _receiptHashes.GetValueOrDefault(job);

    private void AddShard(ShardBooks shard, FindingList findings)
    {
        foreach (var (channel, tally) in shard.State.Channels)
            if (!Tallies.TryAdd(channel, (shard.Shard, tally))) findings.Add("I6", $"channel {channel}", $"settles with shard {Tallies[channel].Shard} and with shard {shard.Shard}");
        foreach (var (line, batch) in shard.Lines)
        {
            var settled = new SettledReceipt(line, shard.Shard, batch);
            if (!Settled.TryAdd(line.Job, settled)) findings.Add("I6", $"job {line.Job}", $"has a receipt in {Settled[line.Job]} and another in {settled}");
        }
    }
}
