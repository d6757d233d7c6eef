using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>A channel contract of this market as the chain shows it at one block.</summary>
/// <param name="Channel">The contract.</param>
/// <param name="Client">Owner's wallet.</param>
/// <param name="Vault">The vault it pays, which names its settlement shard.</param>
/// <param name="VoucherKey">Key that signs vouchers now.</param>
/// <param name="Deposit">All that was ever deposited.</param>
/// <param name="Claimed">All that vouchers have moved to the vault.</param>
/// <param name="Withdrawn">All that the owner took back.</param>
/// <param name="Closed">Whether it is closed for good.</param>
/// <param name="ClosesAt">When the owner may close it alone; null while no close is announced.</param>
/// <param name="KeyChangesAt">When another voucher key takes effect; null while none is announced.</param>
/// <param name="Block">Masterchain block of the reading; grows, except across a reorganisation.</param>
/// <param name="Time">The chain's clock at the reading.</param>
[GenerateSerializer, Immutable, Alias("cocoon.channel-facts")]
public sealed record ChannelFacts(
    [property: Id(0)] AccountAddress Channel,
    [property: Id(1)] AccountAddress Client,
    [property: Id(2)] AccountAddress Vault,
    [property: Id(3)] HexBytes VoucherKey,
    [property: Id(4)] Nano Deposit,
    [property: Id(5)] Nano Claimed,
    [property: Id(6)] Nano Withdrawn,
    [property: Id(7)] bool Closed,
    [property: Id(8)] DateTimeOffset? ClosesAt,
    [property: Id(9)] DateTimeOffset? KeyChangesAt,
    [property: Id(10)] uint Block,
    [property: Id(11)] DateTimeOffset Time)
{
    /// <summary>When a voucher has to be claimed at the latest; null when there is no hurry.</summary>
    public DateTimeOffset? ClaimBy => Closed ? null : Earlier(ClosesAt, KeyChangesAt);

    internal static DateTimeOffset? Earlier(DateTimeOffset? a, DateTimeOffset? b) => a < b ? a : b ?? a;
}
