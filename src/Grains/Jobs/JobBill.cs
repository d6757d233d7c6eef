using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Grains.Jobs;

/// <summary>A job's receipt, charged.</summary>
/// <param name="Receipt">Signed by provider and market.</param>
/// <param name="Charged">The channel's cumulative charge now: what the next voucher should cover.</param>
[GenerateSerializer, Immutable, Alias("cocoon.job-bill")]
public sealed record JobBill([property: Id(0)] SignedReceipt Receipt, [property: Id(1)] Nano Charged);
