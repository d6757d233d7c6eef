using System.Collections.Immutable;
using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Grains;
using Cocoon.Grains.Jobs;

namespace Cocoon.Joining.Tests.Silos;

/// <summary>Stands in for the job's grain: says that it was reached.</summary>
[GrainType("job")]
public sealed class JobDouble : Grain, IJobGrain
{
    public const string Reached = "The job's grain was reached.";

    public Task<Lease> Start(JobSpec spec, ImmutableList<RoutableOffer> candidates) => throw new RefusedException(RefusalCode.LeaseUnknown, Reached);

    public Task<JobOrder> Begin(long leaseEpoch) => throw new RefusedException(RefusalCode.LeaseUnknown, Reached);

    public Task<JobBill> Complete(ProviderReceipt receipt, JobOrder? order = null, TimeSpan? toFirstToken = null) => throw new RefusedException(RefusalCode.LeaseUnknown, Reached);

    public Task Fail(Refusal reason) => Task.CompletedTask;

    public Task GiveBack() => throw new NotSupportedException();

    public Task<JobState> View() => Task.FromResult(new JobState());
}
