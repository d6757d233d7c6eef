namespace Cocoon.Core.Pricing;

/// <summary>What was sold at one price list.</summary>
/// <param name="Prices">The prices.</param>
/// <param name="Tokens">All tokens at these prices, by kind.</param>
/// <param name="Receipts">Over how many receipts.</param>
[GenerateSerializer, Immutable, Alias("cocoon.sale-point")]
public sealed record SalePoint([property: Id(0)] PriceList Prices, [property: Id(1)] TokenCounts Tokens, [property: Id(2)] int Receipts);
