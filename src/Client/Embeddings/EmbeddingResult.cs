using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Receipts;

namespace Cocoon.Client;

/// <summary>Vectors, their receipt checked and paid.</summary>
/// <param name="Vectors">One for each input, in their order.</param>
/// <param name="JobId">The market's id of the job.</param>
/// <param name="Tier">The tier of the machine that made them.</param>
/// <param name="Receipt">The checked receipt.</param>
/// <param name="ReceiptHash">Its hash.</param>
/// <param name="Voucher">The voucher signed for it; null when none was needed.</param>
public sealed record EmbeddingResult(
    IReadOnlyList<ReadOnlyMemory<float>> Vectors, string JobId, string Tier, SignedReceipt Receipt, HexBytes ReceiptHash, SignedVoucher? Voucher);
