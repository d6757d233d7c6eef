namespace Cocoon.Core.Receipts;

/// <summary>
/// A receipt as people keep it, in the JSON form of <see cref="ReceiptJson"/>: with its proof once its batch is on chain.
/// </summary>
/// <param name="Receipt">The receipt with both signatures.</param>
/// <param name="Proof">Null before its batch is final.</param>
public sealed record ReceiptFile(SignedReceipt Receipt, ReceiptProof? Proof = null);
