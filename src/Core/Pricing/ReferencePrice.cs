using System.Collections.Immutable;
using Cocoon.Core.Money;

namespace Cocoon.Core.Pricing;

/// <summary>
/// A model's reference price: the median of what was settled in the last <see cref="Window"/>, each price weighted with the
/// tokens sold at it. Immutable, and bounded by <see cref="MaxPoints"/>.
/// </summary>
public sealed class ReferencePrice
{
    /// <summary>What was settled longer ago counts no more.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromHours(24);

    /// <summary>Price lists remembered; beyond, the oldest batches are forgotten.</summary>
    public const int MaxPoints = 2_048;

    public static readonly ReferencePrice Empty = new([]);

    private readonly ImmutableList<SettledSales> _batches;

    private ReferencePrice(ImmutableList<SettledSales> batches) => _batches = batches;

    /// <summary>Adds a batch, in whatever order they come; one that is known changes nothing.</summary>
    public ReferencePrice Add(SettledSales sales)
    {
        if (sales.Points.IsEmpty || sales.Points.Count > SettledSales.MaxPoints || _batches.Exists(batch => batch.Shard == sales.Shard && batch.Seqno == sales.Seqno)) return this;
        var batches = _batches.Add(sales).Sort(static (a, b) => a.At.CompareTo(b.At));
        var newest = batches[^1].At;
        batches = batches.RemoveAll(batch => batch.At + Window <= newest);
        while (batches.Sum(static batch => batch.Points.Count) > MaxPoints) batches = batches.RemoveAt(0);
        return new ReferencePrice(batches);
    }

    /// <summary>The prices of now; null where nothing was settled of late.</summary>
    public ReferencePrices? At(DateTimeOffset now)
    {
        var batches = _batches.FindAll(batch => batch.At + Window > now);
        if (batches.IsEmpty) return null;
        var points = batches.SelectMany(static batch => batch.Points).ToList();
        return new ReferencePrices(
            Median(points, static point => point.Prices.Prompt, static point => point.Tokens.Prompt),
            Median(points, static point => point.Prices.CachedPrompt, static point => point.Tokens.CachedPrompt),
            Median(points, static point => point.Prices.Completion, static point => point.Tokens.Completion),
            Median(points, static point => point.Prices.Reasoning, static point => point.Tokens.Reasoning),
            points.Sum(static point => point.Receipts), batches[0].At)
        {
            Volumes = [.. TierVolume.Sum(batches.SelectMany(static batch => batch.Volumes ?? []))],
        };
    }

    /// <summary>The lowest price at which, or below, half of the tokens were sold.</summary>
    private static Nano? Median(List<SalePoint> points, Func<SalePoint, Nano> price, Func<SalePoint, long> tokens)
    {
        var all = points.Aggregate(Int128.Zero, (sum, point) => sum + tokens(point));
        var cheaper = Int128.Zero;
        foreach (var point in points.OrderBy(price))
        {
            cheaper += tokens(point);
            if (cheaper > 0 && cheaper * 2 >= all) return price(point);
        }
        return null;
    }
}
