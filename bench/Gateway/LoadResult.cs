namespace Cocoon.Bench.Gateway;

/// <summary>What the load process saw; times in milliseconds from the moment at which a request was due.</summary>
internal sealed record LoadResult(int Requests, int Failures, string? Failure, double PerSecond, double FirstP50, double FirstP99, double P50, double P99, double Worst)
{
    public static LoadResult Of(IReadOnlyList<LoadSample> samples, TimeSpan elapsed)
    {
        var good = samples.Where(sample => sample.Failure is null).ToList();
        var (first, whole) = (good.Select(sample => sample.First).Order().ToList(), good.Select(sample => sample.Whole).Order().ToList());
        return new LoadResult(samples.Count, samples.Count - good.Count, samples.FirstOrDefault(sample => sample.Failure is not null).Failure, good.Count / elapsed.TotalSeconds,
            At(first, 0.5), At(first, 0.99), At(whole, 0.5), At(whole, 0.99), At(whole, 1));
    }

    private static double At(List<double> sorted, double share) => sorted.Count == 0 ? double.NaN : sorted[Math.Min(sorted.Count - 1, (int)(share * sorted.Count))];
}
