using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Channels;

/// <summary>A withdrawal permit with the market's signature over its cell (docs/contracts.md).</summary>
[GenerateSerializer, Immutable, Alias("cocoon.signed-withdrawal")]
public sealed record SignedWithdrawal([property: Id(0)] WithdrawalPermit Permit, [property: Id(1)] HexBytes Signature);
