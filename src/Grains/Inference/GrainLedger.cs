using Cocoon.Core.Receipts;
using Cocoon.Grains.Jobs;

namespace Cocoon.Grains.Inference;

/// <summary>The job's grain itself, as a member of the cluster reaches it.</summary>
internal sealed class GrainLedger(IJobGrain job) : IJobLedger
{
    public Task<JobOrder> Begin(long leaseEpoch) => job.Begin(leaseEpoch);

    public Task<JobBill> Complete(ProviderReceipt receipt, JobOrder order, TimeSpan? toFirstToken) => job.Complete(receipt, order, toFirstToken);

    public Task Fail(Refusal reason) => job.Fail(reason);
}
