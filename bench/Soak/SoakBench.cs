using System.Diagnostics;
using System.Globalization;

namespace Cocoon.Bench.Soak;

/// <summary>
/// Does a silo stay the size it is? Load comes in waves; it is measured between two, when idle grains have gone, so that the
/// figures do not depend on how many jobs a busy machine manages. Fails when memory or grains grow in the course of the run.
/// </summary>
internal static class SoakBench
{
    public const double DefaultMinutes = 30;

    /// <summary>Less would be over before anything could grow.</summary>
    private const double LeastMinutes = 4;

    private const int PerSecond = 64;
    private const double MaxGrowth = 0.05;

    /// <summary>What may come and go by chance; a leak of a few bytes a job is soon more.</summary>
    private const double SlackBytes = 256 * 1024;
    private const double SlackGrains = 16;

    private static readonly TimeSpan Wave = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Rest = SoakHost.CollectionAge * 2;

    /// <summary>Until all code is compiled and every channel's memory of ended jobs is full.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(90);

    /// <returns>Whether it stayed the size it was.</returns>
    /// <exception cref="BenchException">The run is too short, or the books were wrong after it.</exception>
    public static async Task<bool> Run(double minutes, TextWriter output)
    {
        if (!(minutes >= LeastMinutes)) throw new BenchException($"A soak takes {LeastMinutes} minutes or more.");
        await using var host = await SoakHost.Start();
        var load = new SoakLoad(host);
        await load.Prepare();
        output.WriteLine($"{"minute",8} {"jobs",9} {"managed MB",11} {"process MB",11} {"grains",8} {"file MB",9}");
        var (clock, samples) = (Stopwatch.StartNew(), new List<SoakSample>());
        while (clock.Elapsed.TotalMinutes < minutes)
        {
            await load.Run(Wave, PerSecond);
            await Task.Delay(Rest);
            var sample = Take(clock.Elapsed, load.Jobs, host);
            if (sample.At >= WarmUp) samples.Add(sample);
            output.WriteLine(Line(sample));
        }
        await load.Check();
        return Judge("managed memory", samples, sample => sample.Managed, SlackBytes, output) & Judge("grains", samples, sample => sample.Grains, SlackGrains, output);
    }

    /// <summary>Growth from the median of the first third after the warm-up to that of the last third: no single sample decides.</summary>
    private static bool Judge(string what, List<SoakSample> samples, Func<SoakSample, double> size, double slack, TextWriter output)
    {
        var third = samples.Count / 3;
        var (first, last) = (Median(samples.Take(third)), Median(samples.TakeLast(third)));
        var isFlat = last - first <= Math.Max(first * MaxGrowth, slack);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what}: {last / first - 1:+0.0%;-0.0%} after the warm-up, {(isFlat ? "flat" : $"TOO MUCH (at most {MaxGrowth:0%})")}"));
        return isFlat;

        double Median(IEnumerable<SoakSample> part) => part.Select(size).Order().ElementAt(third / 2);
    }

    private static SoakSample Take(TimeSpan at, long jobs, SoakHost host)
    {
        // Twice: what has a finalizer goes with the second.
        for (var i = 0; i < 2; i++)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: true);
            GC.WaitForPendingFinalizers();
        }
        return new SoakSample(at, jobs, GC.GetTotalMemory(forceFullCollection: true), Environment.WorkingSet, host.Census.Count(), host.FileSize);
    }

    private static string Line(SoakSample sample) => string.Create(CultureInfo.InvariantCulture,
        $"{sample.At.TotalMinutes,8:0.0} {sample.Jobs,9} {Megabytes(sample.Managed),11:0.00} {Megabytes(sample.WorkingSet),11:0.0} {sample.Grains,8} {Megabytes(sample.File),9:0.0}");

    private static double Megabytes(long bytes) => bytes / 1_048_576.0;
}
