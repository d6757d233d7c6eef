using Cocoon.Core.Pricing;

namespace Cocoon.Core.Market;

/// <summary>What a table knows of its offers for one class of jobs: prices, scores, and the rows in order of both. Thread-safe.</summary>
internal sealed class PriceBook
{
    private readonly int[]?[] _orders = new int[]?[4];
    private readonly double[] _weighted;

    public PriceBook(RoutableOffer[] offers, OfferSight[] sights) : this(offers, static offer => offer.Offer.Prices, prices => OfferScores.Of(offers, sights, prices))
    {
    }

    private PriceBook(RoutableOffer[] offers, Func<RoutableOffer, PriceList?> prices, Func<double[], OfferScores[]> scores)
    {
        Prices = Array.ConvertAll(offers, offer => new PriceRow(prices(offer)));
        Scores = scores(Array.ConvertAll(Prices, static row => row.Weighted));
        ByPrice = Array.FindAll(Enumerable.Range(0, offers.Length).ToArray(), row => Prices[row].IsSold);
        _weighted = Array.ConvertAll(ByPrice, row => Prices[row].Weighted);
        Array.Sort(_weighted, ByPrice);
    }

    public PriceRow[] Prices { get; }

    public OfferScores[] Scores { get; }

    /// <summary>Rows that are for this class, the cheapest first.</summary>
    public int[] ByPrice { get; }

    /// <summary>The book for jobs due in hours, where all but the prices is the same.</summary>
    public PriceBook ForBatch(RoutableOffer[] offers) => new(offers, static offer => offer.Offer.BatchPrices, prices => OfferScores.At(Scores, prices));

    /// <summary>How many rows of <see cref="ByPrice"/> cost at most that.</summary>
    public int CountUpTo(double weighted)
    {
        var (low, high) = (0, _weighted.Length);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (_weighted[middle] <= weighted) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>All rows by one preference, best first, loads aside; worked out when it is first asked for.</summary>
    public int[] Order(RoutePreference preference) => Volatile.Read(ref _orders[(int)preference]) ?? Sort(preference);

    private int[] Sort(RoutePreference preference)
    {
        var rows = Enumerable.Range(0, Scores.Length).ToArray();
        Array.Sort(Array.ConvertAll(Scores, score => score.Of(preference)), rows);
        Volatile.Write(ref _orders[(int)preference], rows);
        return rows;
    }
}
