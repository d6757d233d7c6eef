using Cocoon.Core.Receipts;
using Cocoon.Grains.Jobs;

namespace Cocoon.Grains.Inference;

/// <summary>Where the machine that answers a job reports to: what of <see cref="IJobGrain"/> is the provider's part.</summary>
public interface IJobLedger
{
    /// <inheritdoc cref="IJobGrain.Begin"/>
    Task<JobOrder> Begin(long leaseEpoch);

    /// <inheritdoc cref="IJobGrain.Complete"/>
    Task<JobBill> Complete(ProviderReceipt receipt, JobOrder order, TimeSpan? toFirstToken);

    /// <inheritdoc cref="IJobGrain.Fail"/>
    Task Fail(Refusal reason);
}
