using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>The market's rules for every channel; from the registry.</summary>
/// <param name="MinReserve">Kept in the contract for storage rent; never available to jobs.</param>
/// <param name="CreditCap">Most that work done and running may be ahead of the last voucher (I9).</param>
/// <param name="MaxHolds">Jobs running at once on one channel.</param>
/// <param name="MaxHoldTime">Longest time between a hold and its deadline.</param>
/// <param name="FinalityBlocks">Masterchain blocks after which what the chain shows counts as final; 0 for a chain that never takes anything back.</param>
/// <param name="MinGrace">Least time that a channel must give the market between what its owner announces alone and its effect.</param>
[GenerateSerializer, Immutable, Alias("cocoon.channel-limits")]
public sealed record ChannelLimits(
    [property: Id(0)] Nano MinReserve,
    [property: Id(1)] Nano CreditCap,
    [property: Id(2)] int MaxHolds,
    [property: Id(3)] TimeSpan MaxHoldTime,
    [property: Id(4)] uint FinalityBlocks = 0,
    [property: Id(5)] TimeSpan MinGrace = default);
