using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Cocoon.Core.Channels;
using Cocoon.Core.Crypto;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

/// <summary>
/// One settlement batch. What it claims and pays is fixed when it is cut; only the signed messages around it may be made
/// anew, after the old ones can no longer be accepted (I7).
/// </summary>
[GenerateSerializer, Immutable, Alias("cocoon.batch")]
public sealed record Batch
{
    /// <summary>The vault's sequence number, which is also the batch's id.</summary>
    [Id(0)] public required uint Seqno { get; init; }

    [Id(1)] public BatchStatus Status { get; init; }
    [JsonConverter(typeof(ReceiptTableJsonConverter))]
    [Id(2)] public required ImmutableList<ReceiptLine> Receipts { get; init; }
    [Id(3)] public required ImmutableList<SignedVoucher> Claims { get; init; }
    [Id(4)] public required ImmutableList<Payout> Payouts { get; init; }

    /// <summary>Merkle root over the receipts' hashes, in batch order.</summary>
    [Id(5)] public required HexBytes ReceiptRoot { get; init; }

    /// <summary>Merkle root over <see cref="Earnings"/>.</summary>
    [Id(6)] public required HexBytes EarningsRoot { get; init; }

    [Id(7)] public required DateTimeOffset CutAt { get; init; }
    [Id(8)] public ChainAttempt? ClaimAttempt { get; init; }
    [Id(9)] public ChainAttempt? PayoutAttempt { get; init; }

    /// <summary>Hash of the vault's payout transaction; empty until confirmed.</summary>
    [Id(10)] public HexBytes PayoutTransaction { get; init; }

    [Id(11)] public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>What became of the payout, as first seen, before it is final; null when not seen.</summary>
    [Id(12)] public BatchSighting? Sighting { get; init; }

    /// <summary>How often the wallet has sent the claims and a channel did not honour its own.</summary>
    [Id(13)] public int ClaimsRefused { get; init; }

    /// <summary>All providers' earnings with this batch, in address order: the leaves of the earnings root.</summary>
    [Id(14)] public required ImmutableList<EarningsEntry> Earnings { get; init; }

    public Nano PayoutTotal => Payouts.Aggregate(Nano.Zero, (sum, payout) => sum + payout.Amount);

    public Nano FeeTotal => Receipts.Aggregate(Nano.Zero, (sum, line) => sum + line.Fee);

    public Nano PayTotal => Receipts.Aggregate(Nano.Zero, (sum, line) => sum + line.Pay);
}
