using Cocoon.Core.Accounts;
using Cocoon.Core.Channels;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Settlement;

namespace Cocoon.Core.Audit;

/// <summary>
/// All stored records of a market at one moment: what a crash at that moment would leave. Records read one by one while
/// grains write are no such moment, and show what never was.
/// </summary>
public sealed record Books
{
    public IReadOnlyDictionary<AccountAddress, ChannelState> Channels { get; init; } = new Dictionary<AccountAddress, ChannelState>();

    public IReadOnlyDictionary<JobId, JobState> Jobs { get; init; } = new Dictionary<JobId, JobState>();

    public IReadOnlyDictionary<AccountAddress, ProviderState> Providers { get; init; } = new Dictionary<AccountAddress, ProviderState>();

    /// <summary>By shard.</summary>
    public IReadOnlyDictionary<int, SettlementState> Settlements { get; init; } = new Dictionary<int, SettlementState>();

    /// <summary>The archive of confirmed batches.</summary>
    public IReadOnlyDictionary<BatchId, Batch> Batches { get; init; } = new Dictionary<BatchId, Batch>();
}
