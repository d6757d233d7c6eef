using System.Collections.Immutable;
using Cocoon.Core.Receipts;

namespace Cocoon.Core.Pricing;

/// <summary>What one settled batch sold of one model, by price list.</summary>
/// <param name="Shard">The batch's shard.</param>
/// <param name="Seqno">Its number there.</param>
/// <param name="At">When it was final on chain.</param>
/// <param name="Points">At most <see cref="MaxPoints"/> price lists: those by which most was sold.</param>
[GenerateSerializer, Immutable, Alias("cocoon.settled-sales")]
public sealed record SettledSales(
    [property: Id(0)] int Shard,
    [property: Id(1)] uint Seqno,
    [property: Id(2)] DateTimeOffset At,
    [property: Id(3)] ImmutableList<SalePoint> Points)
{
    /// <summary>Bounds the message; a batch with more price lists of a model loses its rarest.</summary>
    public const int MaxPoints = 256;

    /// <summary>What each tier sold, all price lists together; null in messages of before.</summary>
    [Id(4)] public ImmutableList<TierVolume>? Volumes { get; init; }

    /// <summary>Sums up a batch's receipts by model. Receipts of before, which do not say what they sold, count for none.</summary>
    public static ImmutableDictionary<string, SettledSales> Of(int shard, uint seqno, DateTimeOffset at, IEnumerable<ReceiptLine> lines) => lines
        .Where(static line => line.Sale is not null).GroupBy(static line => line.Sale!.Model, StringComparer.Ordinal)
        .ToImmutableDictionary(static model => model.Key, model => new SettledSales(shard, seqno, at, Lists(model)) { Volumes = [.. TierVolume.Sum(model.Select(Volume))] }, StringComparer.Ordinal);

    private static ImmutableList<SalePoint> Lists(IEnumerable<ReceiptLine> lines) =>
    [
        .. lines.Select(static line => line.Sale!).GroupBy(static sale => sale.Prices)
            .Select(static list => new SalePoint(list.Key, list.Aggregate(default(TokenCounts), static (sum, sale) => sum + sale.Tokens), list.Count()))
            .OrderByDescending(static point => point.Tokens.Total).Take(MaxPoints),
    ];

    private static TierVolume Volume(ReceiptLine line) => new(line.Sale!.Tier, line.Sale.Tokens, line.Pay - line.Bonus, 1);
}
