using Cocoon.Core.Jobs;
using Cocoon.Core.Receipts;
using Cocoon.Grains.Inference;
using Cocoon.Grains.Jobs;

namespace Cocoon.Silo.Edge;

/// <summary>Reports a job to the market through the edge grain, on whichever connection there is by then.</summary>
internal sealed class EdgeLedger(EdgeSeat seat, JobId job) : IJobLedger
{
    public Task<JobOrder> Begin(long leaseEpoch) => seat.Call(connection => seat.Grain.Begin(connection, job, leaseEpoch));

    public Task<JobBill> Complete(ProviderReceipt receipt, JobOrder order, TimeSpan? toFirstToken) =>
        seat.Call(connection => seat.Grain.Complete(connection, receipt, order, toFirstToken));

    public Task Fail(Refusal reason) => seat.Call(async connection =>
    {
        await seat.Grain.Fail(connection, job, reason);
        return true;
    });
}
