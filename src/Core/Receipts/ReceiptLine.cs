using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;

namespace Cocoon.Core.Receipts;

/// <summary>The part of a receipt that settlement needs.</summary>
[GenerateSerializer, Immutable, Alias("cocoon.receipt-line")]
public sealed record ReceiptLine(
    [property: Id(0)] HexBytes Hash,
    [property: Id(1)] JobId Job,
    [property: Id(2)] AccountAddress Channel,
    [property: Id(3)] AccountAddress Provider,
    [property: Id(4)] Nano Pay,
    [property: Id(5)] Nano Fee,
    [property: Id(6)] DateTimeOffset EndedAt)
{
    /// <param name="receipt">The receipt.</param>
    /// <param name="hash">Its hash, which the caller has at hand.</param>
    public static ReceiptLine From(Receipt receipt, HexBytes hash) => new(
        hash, receipt.Job, receipt.Channel, receipt.Provider, receipt.ProviderPay, receipt.Fee, receipt.EndedAt);
}
