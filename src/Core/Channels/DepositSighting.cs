using Cocoon.Core.Money;

namespace Cocoon.Core.Channels;

/// <summary>A larger deposit that the chain shows, but may still take back.</summary>
/// <param name="Deposit">All that was ever deposited.</param>
/// <param name="Block">Masterchain block at which it was first seen.</param>
[GenerateSerializer, Immutable, Alias("cocoon.deposit-sighting")]
public sealed record DepositSighting([property: Id(0)] Nano Deposit, [property: Id(1)] uint Block);
