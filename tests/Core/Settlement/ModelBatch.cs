using Cocoon.Core.Receipts;

namespace Cocoon.Core.Tests.Settlement;

/// <summary>The model's open batch.</summary>
internal sealed class ModelBatch
{
    public required uint Seqno { get; set; }

    public required List<ReceiptLine> Receipts { get; init; }

    /// <summary>Amount and seqno of the claimed vouchers by channel.</summary>
    public required Dictionary<int, (long Amount, uint Seqno)> Claims { get; init; }

    public required Dictionary<int, long> Payouts { get; set; }

    public bool IsClaimed { get; set; }

    public (uint ValidUntil, uint Seqno)? ClaimAttempt { get; set; }

    public int Refused { get; set; }

    public uint? PayoutValidUntil { get; set; }

    public (byte Transaction, uint Block, bool Rejected)? Seen { get; set; }
}
