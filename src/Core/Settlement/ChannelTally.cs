using Cocoon.Core.Channels;

namespace Cocoon.Core.Settlement;

/// <summary>What a shard knows of one channel.</summary>
/// <param name="LastNumber">Last receipt number taken; pushes continue after it (I6).</param>
/// <param name="Voucher">The newest voucher.</param>
/// <param name="ClaimedSeqno">Seqno of the newest voucher known to be claimed on chain.</param>
[GenerateSerializer, Immutable, Alias("cocoon.channel-tally")]
public sealed record ChannelTally(
    [property: Id(0)] long LastNumber,
    [property: Id(1)] SignedVoucher Voucher,
    [property: Id(2)] uint ClaimedSeqno);
