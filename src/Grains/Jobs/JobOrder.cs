using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Providers;

namespace Cocoon.Grains.Jobs;

/// <summary>
/// What a provider may do for a job: the bounds it is paid for and the lease it works under. The provider hands it back with
/// its receipt, so that a market that has lost its memory of the job meanwhile still knows what it had agreed to.
/// </summary>
/// <param name="Spec">What was asked for.</param>
/// <param name="Lease">The slot.</param>
/// <param name="Hold">What is held on the channel.</param>
/// <param name="Seal">The market's proof to itself that all of this is its own word; see <see cref="ReceiptSigner.Seal"/>.</param>
[GenerateSerializer, Immutable, Alias("cocoon.job-order")]
public sealed record JobOrder(
    [property: Id(0)] JobSpec Spec,
    [property: Id(1)] Lease Lease,
    [property: Id(2)] Nano Hold = default,
    [property: Id(3)] HexBytes Seal = default);
