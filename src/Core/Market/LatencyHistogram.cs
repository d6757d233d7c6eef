namespace Cocoon.Core.Market;

/// <summary>
/// Times of late, in buckets that grow by a quarter each, so that a quantile is at most a quarter too long. Of fixed size: once
/// there are many, each counts half. Not thread-safe.
/// </summary>
public sealed class LatencyHistogram
{
    /// <summary>Fewer times than this say nothing of a quantile.</summary>
    public const int LeastCount = 20;

    private const int MaxCount = 2_048;
    private const int Buckets = 64;
    private const double Growth = 1.25;

    private readonly int[] _counts = new int[Buckets];

    /// <summary>Times that count.</summary>
    public int Count { get; private set; }

    public void Add(TimeSpan elapsed)
    {
        // From 1 ms to 20 minutes; what is longer is as long as that.
        var milliseconds = Math.Max(1, elapsed.TotalMilliseconds);
        _counts[Math.Min(Buckets - 1, (int)Math.Ceiling(Math.Log(milliseconds, Growth)))]++;
        if (++Count >= MaxCount) Halve();
    }

    /// <param name="share">0 to 1, such as 0.95.</param>
    /// <returns>Null while there are fewer than <see cref="LeastCount"/>.</returns>
    public TimeSpan? Quantile(double share)
    {
        if (Count < LeastCount) return null;
        var (seen, bucket) = (0, -1);
        while (seen < share * Count) seen += _counts[++bucket];
        return TimeSpan.FromMilliseconds(Math.Pow(Growth, Math.Max(0, bucket)));
    }

    private void Halve()
    {
        Count = 0;
        for (var bucket = 0; bucket < Buckets; bucket++) Count += _counts[bucket] /= 2;
    }
}
