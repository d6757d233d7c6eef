using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;

namespace Cocoon.Grains.Jobs;

/// <summary>What a provider may do for a job: the bounds it is paid for and the lease it works under.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.job-order")]
public sealed record JobOrder([property: Id(0)] JobSpec Spec, [property: Id(1)] Lease Lease);
