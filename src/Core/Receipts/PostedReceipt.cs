using Cocoon.Core.Money;

namespace Cocoon.Core.Receipts;

/// <summary>A receipt whose charge is in the channel's books. The receipt itself stays in its job's record.</summary>
/// <param name="Number">Position in the channel, 1 for the first; without gaps. Receivers keep the last number they took.</param>
/// <param name="ChargedAfter">The channel's cumulative charge after this receipt; a voucher of this amount covers it.</param>
/// <param name="Line">What settlement needs of the receipt.</param>
[GenerateSerializer, Immutable, Alias("cocoon.posted-receipt")]
public sealed record PostedReceipt(
    [property: Id(0)] long Number,
    [property: Id(1)] Nano ChargedAfter,
    [property: Id(2)] ReceiptLine Line);
