using Cocoon.Core.Channels;
using Cocoon.Core.Money;

namespace Cocoon.Core.Settlement;

/// <summary>What a shard knows of one channel.</summary>
/// <param name="LastNumber">Last receipt number taken; pushes continue after it (I6).</param>
/// <param name="Voucher">The newest voucher.</param>
/// <param name="Claimed">What the chain shows as claimed.</param>
/// <param name="ClaimBy">When the voucher has to be claimed at the latest; null when there is no hurry.</param>
/// <param name="Charged">Cumulative charge of the receipts taken: what the channel owes for work that was done.</param>
/// <param name="GivenUp">Seqno of a voucher that the chain will not honour; nothing up to it is tried again.</param>
[GenerateSerializer, Immutable, Alias("cocoon.channel-tally")]
public sealed record ChannelTally(
    [property: Id(0)] long LastNumber,
    [property: Id(1)] SignedVoucher Voucher,
    [property: Id(2)] Nano Claimed,
    [property: Id(3)] DateTimeOffset? ClaimBy = null,
    [property: Id(4)] Nano Charged = default,
    [property: Id(5)] uint GivenUp = 0)
{
    /// <summary>Signed, claimable, and not yet claimed.</summary>
    public Nano Unclaimed => Voucher.Voucher.Seqno <= GivenUp ? Nano.Zero : Nano.Max(Voucher.Voucher.Amount - Claimed, Nano.Zero);
}
