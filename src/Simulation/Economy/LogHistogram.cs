namespace Cocoon.Simulation.Economy;

/// <summary>Counts durations in steps of a twentieth of themselves, from a millisecond to days; quantiles are good to 5 %.</summary>
internal sealed class LogHistogram
{
    private static readonly double Step = Math.Log(1.05);

    private readonly long[] _counts = new long[512];

    public long Count { get; private set; }

    public void Add(long ticks)
    {
        var ms = ticks / (double)TimeSpan.TicksPerMillisecond;
        _counts[ms <= 1 ? 0 : Math.Min(_counts.Length - 1, 1 + (int)(Math.Log(ms) / Step))]++;
        Count++;
    }

    /// <summary>Milliseconds that this share of all durations does not exceed; 0 when there is none.</summary>
    public double Quantile(double share)
    {
        var left = (long)Math.Ceiling(share * Count);
        for (var at = 0; at < _counts.Length && Count > 0; at++)
            if ((left -= _counts[at]) <= 0) return at == 0 ? 1 : Math.Exp(at * Step);
        return 0;
    }

    /// <summary>Seconds and the share of durations up to them, where there are any.</summary>
    public IEnumerable<(double Seconds, double Share)> Curve()
    {
        var sum = 0L;
        for (var at = 0; at < _counts.Length; at++)
        {
            if (_counts[at] == 0) continue;
            sum += _counts[at];
            yield return ((at == 0 ? 1 : Math.Exp(at * Step)) / 1_000, (double)sum / Count);
        }
    }
}
