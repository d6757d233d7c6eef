using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>What a shard owes one provider; all three only grow.</summary>
/// <param name="Accepted">Pay of all receipts the shard has taken.</param>
/// <param name="Earned">Pay of receipts in batches that were cut; what the earnings root states.</param>
/// <param name="Paid">Pay confirmed on chain.</param>
[GenerateSerializer, Immutable, Alias("cocoon.provider-tally")]
public sealed record ProviderTally(
    [property: Id(0)] Nano Accepted,
    [property: Id(1)] Nano Earned,
    [property: Id(2)] Nano Paid)
{
    public static readonly ProviderTally Zero = new(Nano.Zero, Nano.Zero, Nano.Zero);
}
