using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Settlement;

namespace Cocoon.Ton.Vaults;

/// <summary>What one external message to the vault pays.</summary>
/// <param name="Domain">The vault's domain, 28 bytes.</param>
/// <param name="Seqno">The vault's sequence number, which is the batch's id.</param>
/// <param name="ValidUntil">Unix seconds after which the vault refuses it.</param>
/// <param name="Payouts">At most 254.</param>
/// <param name="Fees">Network fees of sending the payouts; the vault must hold them besides the payouts.</param>
/// <param name="ReceiptRoot">Merkle root of its receipts, 32 bytes.</param>
/// <param name="EarningsRoot">Merkle root of the providers' earnings, 32 bytes.</param>
public sealed record PayoutBatch(
    HexBytes Domain, uint Seqno, uint ValidUntil, IReadOnlyList<Payout> Payouts, Nano Fees, HexBytes ReceiptRoot, HexBytes EarningsRoot)
{
    /// <summary>The balance that the vault must have before it accepts the batch.</summary>
    public Nano Required => Payouts.Aggregate(Fees, (sum, payout) => sum + payout.Amount);
}
