using Cocoon.Core.Crypto;

namespace Cocoon.Grains.Chain;

/// <summary>What the chain shows of a payout.</summary>
/// <param name="Fate">Seen or not, and with what result.</param>
/// <param name="Transaction">Hash of the vault's transaction; empty when not seen.</param>
public sealed record PayoutSighting(PayoutFate Fate, HexBytes Transaction = default)
{
    public static readonly PayoutSighting NotSeen = new(PayoutFate.NotSeen);
}
