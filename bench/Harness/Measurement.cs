namespace Cocoon.Bench.Harness;

/// <summary>Runs a piece of work once to warm up and several times to measure, and takes the median.</summary>
internal static class Measurement
{
    public const int Repeats = 3;

    /// <param name="repeat">Does the work once and says how much it was; gets the number of the repeat, 0 for the warm-up.</param>
    /// <returns>The repeat in the middle, by operations per second.</returns>
    public static async Task<Sample> Median(Func<int, Task<Sample>> repeat)
    {
        await repeat(0);
        var samples = new List<Sample>(Repeats);
        for (var number = 1; number <= Repeats; number++)
        {
            // What the last repeat left behind is not this one's to collect.
            GC.Collect();
            samples.Add(await repeat(number));
        }
        return samples.OrderBy(sample => sample.PerSecond).ElementAt(Repeats / 2);
    }
}
