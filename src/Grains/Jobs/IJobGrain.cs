using System.Collections.Immutable;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Jobs;

/// <summary>One job's life; the key is the job id.</summary>
[Alias("cocoon.IJobGrain"), Version(1)]
public interface IJobGrain : IGrainWithStringKey
{
    /// <summary>Holds the job's greatest cost and leases a slot on the first candidate that has one.</summary>
    /// <param name="spec">What is asked for.</param>
    /// <param name="candidates">Offers to try, in order.</param>
    /// <exception cref="RefusedException">No money, no slot, or the id belongs to another request.</exception>
    [Alias("start")]
    Task<Lease> Start(JobSpec spec, ImmutableList<RoutableOffer> candidates);

    /// <summary>The provider starts under this lease epoch; counts once.</summary>
    [Alias("begin")]
    Task<JobOrder> Begin(long leaseEpoch);

    /// <summary>Takes the provider's receipt, countersigns it and charges the channel. Repeating it gives the same bill.</summary>
    /// <param name="receipt">What was delivered.</param>
    /// <param name="order">What <see cref="Begin"/> gave: needed when this grain came up anew since then, and knows the job no more.</param>
    /// <param name="toFirstToken">From the provider's start to its first token, in its own words; for people, nothing is charged by it.</param>
    [Alias("complete")]
    Task<JobBill> Complete(ProviderReceipt receipt, JobOrder? order = null, TimeSpan? toFirstToken = null);

    /// <summary>Ends the job without a charge and frees hold and slot.</summary>
    [Alias("fail")]
    Task Fail(Refusal reason);

    /// <summary>The caller does not want what was leased, such as a machine it does not trust: hold and lease end. A job that runs is ended by hanging up.</summary>
    [Alias("give-back")]
    Task GiveBack();

    [Alias("view")]
    Task<JobState> View();
}
