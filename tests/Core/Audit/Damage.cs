using System.Collections.Immutable;
using Cocoon.Core.Accounts;
using Cocoon.Core.Audit;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Tests.Audit;

/// <summary>Changes to books that no state machine would make.</summary>
internal static class Damage
{
    public static Books Channel(this Books books, AccountAddress channel, Func<ChannelState, ChannelState> change) =>
        books with { Channels = books.Channels.ToImmutableDictionary().SetItem(channel, change(books.Channels[channel])) };

    public static Books Job(this Books books, JobId job, Func<JobState, JobState> change) =>
        books with { Jobs = books.Jobs.ToImmutableDictionary().SetItem(job, change(books.Jobs[job])) };

    /// <summary>The receipt of a job, with its signatures left as they are.</summary>
    public static Books Receipt(this Books books, JobId job, Func<Receipt, Receipt> change) =>
        books.Job(job, state => state with { Receipt = state.Receipt! with { Receipt = change(state.Receipt.Receipt) } });

    public static Books Provider(this Books books, AccountAddress provider, Func<ProviderState, ProviderState> change) =>
        books with { Providers = books.Providers.ToImmutableDictionary().SetItem(provider, change(books.Providers[provider])) };

    public static Books Shard(this Books books, Func<SettlementState, SettlementState> change) =>
        books with { Settlements = books.Settlements.ToImmutableDictionary().SetItem(0, change(books.Settlements[0])) };

    public static Books Open(this Books books, Func<Batch, Batch> change) => books.Shard(shard => shard with { Open = change(shard.Open!) });

    public static Books Archived(this Books books, uint seqno, Func<Batch, Batch> change) =>
        books with { Batches = books.Batches.ToImmutableDictionary().SetItem(new BatchId(0, seqno), change(books.Batches[new BatchId(0, seqno)])) };

    public static Books Tally(this Books books, AccountAddress channel, Func<ChannelTally, ChannelTally> change) =>
        books.Shard(shard => shard with { Channels = shard.Channels.SetItem(channel, change(shard.Channels[channel])) });

    public static Books Earnings(this Books books, AccountAddress provider, Func<ProviderTally, ProviderTally> change) =>
        books.Shard(shard => shard with { Providers = shard.Providers.SetItem(provider, change(shard.Providers[provider])) });

    /// <summary>The first job in the books with this status.</summary>
    public static JobId Any(this Books books, JobStatus status) => books.Jobs.Where(job => job.Value.Status == status).Min(job => job.Key);
}
