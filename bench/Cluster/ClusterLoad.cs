using Cocoon.ClusterKit;
using Cocoon.ClusterKit.Judging;
using Cocoon.ClusterKit.Load;

namespace Cocoon.Bench.Cluster;

/// <summary>Loads a cluster and measures a stretch of it, after a warm-up.</summary>
internal static class ClusterLoad
{
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(90);

    /// <param name="market">The cluster.</param>
    /// <param name="plan">How much load; its time is set here.</param>
    /// <param name="warmUp">Load before the stretch.</param>
    /// <param name="time">The stretch.</param>
    /// <returns>The sample, and all that the callers saw, warm-up included.</returns>
    public static async Task<(ClusterSample Sample, LoadLog Log)> Measure(ClusterMarket market, LoadPlan plan, TimeSpan warmUp, TimeSpan time)
    {
        plan = plan with { Seconds = (warmUp + time).TotalSeconds + 2 };
        var load = await market.StartLoad(plan);
        await Task.Delay(warmUp);
        var (begin, before) = (Now, await ClusterCounters.Read(market, load));
        await Task.Delay(time);
        var (end, after) = (Now, await ClusterCounters.Read(market, load));
        await load.Stop(StopTime);
        var log = LoadLog.Read(plan);
        var within = log.Records.Where(record => record.Ended >= begin && record.Ended < end).ToList();
        if (within.Count == 0) throw new BenchException($"No request ended in {time.TotalSeconds:0} s. The load generator says:\n{load.LogTail()}");
        return (new ClusterSample(market.Cores.Count, LoadFigures.Of(within), after - before, (end - begin) / 1_000), log);
    }

    private static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
}
