using System.Collections.Immutable;

namespace Cocoon.Admin.Market;

/// <summary>Durations counted in classes a quarter apart, from 1 ms to about 90 s. Immutable; a quantile is off by a class at most.</summary>
public sealed class LatencyCounts
{
    /// <summary>Classes: enough for 90 s.</summary>
    public const int Classes = 52;

    private const double Growth = 1.25;
    private const double FirstMs = 1;

    public static readonly LatencyCounts Empty = new(ImmutableArray<int>.Empty, 0);

    private readonly ImmutableArray<int> _counts;

    private LatencyCounts(ImmutableArray<int> counts, long total) => (_counts, Total) = (counts, total);

    public long Total { get; }

    public LatencyCounts Add(TimeSpan duration)
    {
        var counts = _counts.IsEmpty ? ImmutableArray.Create(new int[Classes]) : _counts;
        var index = Class(duration.TotalMilliseconds);
        return new(counts.SetItem(index, counts[index] + 1), Total + 1);
    }

    public static LatencyCounts Sum(IEnumerable<LatencyCounts> all)
    {
        var sum = new int[Classes];
        var total = 0L;
        foreach (var one in all)
        {
            total += one.Total;
            for (var i = 0; i < one._counts.Length; i++) sum[i] += one._counts[i];
        }
        return total == 0 ? Empty : new([.. sum], total);
    }

    /// <summary>The duration that a share of all did not exceed; null when nothing was counted.</summary>
    /// <param name="share">0 to 1, such as 0.99.</param>
    public TimeSpan? Quantile(double share)
    {
        if (Total == 0) return null;
        var rest = (long)Math.Ceiling(share * Total);
        for (var i = 0; i < Classes; i++)
            if ((rest -= _counts[i]) <= 0) return TimeSpan.FromMilliseconds(Upper(i));
        return TimeSpan.FromMilliseconds(Upper(Classes - 1));
    }

    private static int Class(double ms) => ms <= FirstMs ? 0 : Math.Min(Classes - 1, (int)Math.Ceiling(Math.Log(ms / FirstMs, Growth)));

    private static double Upper(int index) => FirstMs * Math.Pow(Growth, index);
}
