namespace Cocoon.Core.Market;

/// <summary>
/// What makes an offer better or worse than the others of its model, but for its load: worked out once for a table. Ratios are
/// to the median offer; 1 is as good as that one, less is better. What is not known counts as the median.
/// </summary>
internal readonly struct OfferScores
{
    /// <summary>What a preference leaves to the other concerns: enough to decide between equals.</summary>
    private const double Small = 0.1;

    /// <summary>Of whom nothing is known yet.</summary>
    private const int UnknownReputation = 300;

    /// <summary>Squared, the share of picks that is left to the worst, who may have mended.</summary>
    private const double LeastShare = 0.1;

    /// <summary>Bounds of a ratio, so that one claim cannot outweigh all else.</summary>
    private const double Least = 0.05;
    private const double Most = 20;

    private readonly float _balanced;
    private readonly float _price;
    private readonly float _latency;
    private readonly float _throughput;

    private OfferScores(double price, double wait, double rate, double quality)
    {
        (PriceRatio, WaitRatio, RateRatio, Quality) = ((float)price, (float)wait, (float)rate, (float)quality);
        var time = (wait + rate) / 2;
        _balanced = (float)((price + time) / 2 / quality);
        _price = (float)((price + Small * time) / quality);
        _latency = (float)((wait + Small * price) / quality);
        _throughput = (float)((rate + Small * price) / quality);
    }

    public float PriceRatio { get; }

    /// <summary>Of the time to the first token.</summary>
    public float WaitRatio { get; }

    /// <summary>Of the time for each further token.</summary>
    public float RateRatio { get; }

    /// <summary>Success and reputation, 0 to 1; divides the score.</summary>
    public float Quality { get; }

    public static OfferScores[] Of(IReadOnlyList<RoutableOffer> offers, IReadOnlyList<OfferSight> sights, double[] prices)
    {
        var (waits, rates) = (new double[prices.Length], new double[prices.Length]);
        for (var row = 0; row < prices.Length; row++)
        {
            waits[row] = sights[row].FirstTokenMs ?? offers[row].FirstTokenMs ?? Claimed(offers[row].Offer.Profile?.FirstTokenP50);
            rates[row] = sights[row].TokensPerSecond ?? offers[row].TokensPerSecond ?? Claimed(offers[row].Offer.Profile?.RateAt1);
        }

        var (price, wait, rate) = (Median(prices), Median(waits), Median(rates));
        var scores = new OfferScores[prices.Length];
        for (var row = 0; row < scores.Length; row++)
            scores[row] = new OfferScores(Ratio(prices[row], price), Ratio(waits[row], wait), Ratio(rate, rates[row]), QualityOf(offers[row], sights[row]));
        return scores;
    }

    /// <summary>The same offers at other prices.</summary>
    public static OfferScores[] At(OfferScores[] scores, double[] prices)
    {
        var price = Median(prices);
        var others = new OfferScores[scores.Length];
        for (var row = 0; row < others.Length; row++)
            others[row] = new OfferScores(Ratio(prices[row], price), scores[row].WaitRatio, scores[row].RateRatio, scores[row].Quality);
        return others;
    }

    public float Of(RoutePreference preference) => preference switch
    {
        RoutePreference.Price => _price,
        RoutePreference.Latency => _latency,
        RoutePreference.Throughput => _throughput,
        _ => _balanced,
    };

    /// <summary>A claim of zero says that there was no time to measure.</summary>
    private static double Claimed(double? figure) => figure is > 0 ? figure.Value : double.NaN;

    /// <summary>1, less for those that fail more often than not, or stand below where everybody starts; at least a hundredth of either.</summary>
    public static double Trust(RoutableOffer offer, OfferSight sight)
    {
        var success = Math.Clamp(2 * sight.SuccessRate, LeastShare, 1);
        return success * success * Fall(offer.Reputation ?? UnknownReputation);
    }

    /// <summary>
    /// Failures weigh twice: whoever waits for one waits again elsewhere. What speaks for a provider weighs less than what
    /// speaks against it: newcomers would else get nothing, and cheats be had for being cheap.
    /// </summary>
    private static double QualityOf(RoutableOffer offer, OfferSight sight)
    {
        var success = Math.Clamp(sight.SuccessRate, 0.05, 1);
        var reputation = offer.Reputation ?? UnknownReputation;
        return success * success * (0.5 + Math.Max(reputation, UnknownReputation) / 2_000.0) * Fall(reputation);
    }

    private static double Fall(int reputation)
    {
        var share = Math.Clamp((double)reputation / UnknownReputation, LeastShare, 1);
        return share * share;
    }

    /// <summary>The middle of what is known; NaN where nothing is.</summary>
    private static double Median(double[] values)
    {
        var known = Array.FindAll(values, static value => !double.IsNaN(value));
        if (known.Length == 0) return double.NaN;
        Array.Sort(known);
        return known[known.Length / 2];
    }

    private static double Ratio(double value, double to) => (value, to) switch
    {
        _ when double.IsNaN(value) || double.IsNaN(to) => 1,
        (<= 0, <= 0) => 1,
        (<= 0, _) => Least,
        (_, <= 0) => Most,
        _ => Math.Clamp(value / to, Least, Most),
    };
}
