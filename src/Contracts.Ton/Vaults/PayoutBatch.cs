using Cocoon.Core.Crypto;
using Cocoon.Core.Settlement;

namespace Cocoon.Ton.Vaults;

/// <summary>What one external message to the vault pays.</summary>
/// <param name="Seqno">The vault's sequence number, which is the batch's id.</param>
/// <param name="ValidUntil">Unix seconds after which the vault refuses it.</param>
/// <param name="Payouts">At most 254.</param>
/// <param name="ReceiptRoot">Merkle root of its receipts, 32 bytes.</param>
/// <param name="EarningsRoot">Merkle root of cumulative earnings, 32 bytes.</param>
public sealed record PayoutBatch(uint Seqno, uint ValidUntil, IReadOnlyList<Payout> Payouts, HexBytes ReceiptRoot, HexBytes EarningsRoot);
