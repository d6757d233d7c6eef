using System.Text.Json.Serialization;
using Cocoon.Core.Pricing;
using Cocoon.Core.Trust;

namespace Cocoon.Core.Receipts;

/// <summary>What a receipt's charge is made of: the part that reference prices and estimates of income need.</summary>
/// <param name="Model">Model id.</param>
/// <param name="Prices">The leased price list.</param>
/// <param name="Tokens">Counts by kind.</param>
[GenerateSerializer, Immutable, Alias("cocoon.receipt-sale")]
public sealed record ReceiptSale(
    [property: Id(0)] string Model,
    [property: Id(1)] PriceList Prices,
    [property: Id(2)] TokenCounts Tokens)
{
    /// <summary>The tier of the machine that answered; null in sales of before.</summary>
    [Id(3), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] public Tier? Tier { get; init; }
}
