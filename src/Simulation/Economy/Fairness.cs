namespace Cocoon.Simulation.Economy;

/// <summary>
/// How evenly work is spread among equals. Equals are honest sellers of one model, tier, speed, asking price and price rule; at
/// least <see cref="LeastPeers"/> of them. A seller's fair share is its share of what they were all willing to do: slots times
/// the time that they were up. Its load is its share of the tokens that they all served; 1 is exactly fair.
/// </summary>
internal static class Fairness
{
    public const int LeastPeers = 8;

    /// <summary>Shorter lives say nothing.</summary>
    private const long LeastLife = 30 * Habits.Minute;

    /// <summary>Loads over fair shares, ascending.</summary>
    public static double[] Ratios(IEnumerable<Seller> sellers) =>
    [
        .. sellers
            .Where(static seller => seller.Behaviour == Behaviour.Honest && seller.UpTicks >= LeastLife)
            .GroupBy(static seller => seller.Peers)
            .Where(static peers => peers.Count() >= LeastPeers)
            .SelectMany(Ratios)
            .Order(),
    ];

    private static IEnumerable<double> Ratios(IGrouping<int, Seller> peers)
    {
        var (willing, served) = (peers.Sum(Willing), peers.Sum(static seller => (double)seller.Served));
        return served <= 0 ? [] : peers.Select(seller => seller.Served / served / (Willing(seller) / willing));
    }

    private static double Willing(Seller seller) => (double)seller.Offer.Slots * seller.UpTicks;

    /// <summary>0 where all have the same, near 1 where one has all.</summary>
    public static double Gini(IReadOnlyCollection<double> values)
    {
        var sum = values.Sum();
        if (sum <= 0) return 0;
        var (ranked, rank) = (0.0, 0);
        foreach (var value in values.Order()) ranked += ++rank * value;
        return 2 * ranked / (values.Count * sum) - (values.Count + 1.0) / values.Count;
    }
}
