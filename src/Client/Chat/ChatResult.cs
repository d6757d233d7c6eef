using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Pricing;
using Cocoon.Core.Receipts;

namespace Cocoon.Client;

/// <summary>A finished answer, its receipt checked and paid.</summary>
/// <param name="Text">The first answer's text.</param>
/// <param name="JobId">The market's id of the job.</param>
/// <param name="TokensCounted">Tokens this client counted itself, of all jobs of the answer.</param>
/// <param name="Tier">The tier of the machine that answered.</param>
/// <param name="Receipt">The checked receipt; null when nothing was delivered and nothing is charged.</param>
/// <param name="ReceiptHash">Its hash; empty without a receipt.</param>
/// <param name="Voucher">The voucher signed for it; null when none was needed.</param>
public sealed record ChatResult(
    string Text, string JobId, int TokensCounted, string Tier, SignedReceipt? Receipt, HexBytes ReceiptHash, SignedVoucher? Voucher)
{
    /// <summary>All answers, by their index.</summary>
    public IReadOnlyList<ChatChoice> Choices { get; init; } = [];

    /// <summary>Tokens as the receipt counts them; zero without one.</summary>
    public TokenCounts Usage => Receipt?.Receipt.Tokens ?? default;

    /// <summary>
    /// Jobs that broke off before this one went on (<see cref="ChatRequest.Continue"/>), the first one first. Each has a receipt
    /// of its own, which the next call, or <see cref="ICocoonClient.SettleAsync"/>, checks and pays. Mostly empty.
    /// </summary>
    public IReadOnlyList<string> Broken { get; init; } = [];

    /// <summary>Opens the receipt's commitments; empty without a receipt. Keep it to prove what was said.</summary>
    public HexBytes Salt { get; init; }
}
