using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Settlement;

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
    public static ReceiptLine From(SignedReceipt signed) => new(
        signed.Receipt.Hash(), signed.Receipt.Job, signed.Receipt.Channel, signed.Receipt.Provider,
        signed.Receipt.ProviderPay, signed.Receipt.Fee, signed.Receipt.EndedAt);
}
