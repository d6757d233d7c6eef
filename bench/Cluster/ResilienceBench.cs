using Cocoon.ClusterKit;
using Cocoon.ClusterKit.Judging;

namespace Cocoon.Bench.Cluster;

/// <summary>Five minutes at 70 % of what the cluster can do, while a process dies by kill -9 every ten seconds; then the judge.</summary>
internal static class ResilienceBench
{
    public const double DefaultMinutes = 5;

    private const int Cores = 3;
    private const int Callers = 48;
    private const double ShareOfCapacity = 0.7;

    /// <summary>How much longer it may get where a process needs more than a period to come back.</summary>
    private const double MaxStretch = 4;

    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan CapacityTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(120);

    /// <param name="minutes">How long; 5 when nobody says otherwise.</param>
    /// <param name="output">Gets the report.</param>
    /// <returns>Whether the judge found nothing.</returns>
    public static async Task<bool> Run(double minutes, TextWriter output)
    {
        if (!(minutes >= 1)) throw new BenchException("Resilience takes a minute or more.");
        await using var market = await ClusterMarket.Start(ClusterBench.Options(Cores, output), CancellationToken.None);
        var capacity = await ClusterLoad.Measure(market, market.Plan() with { Callers = Callers }, WarmUp, CapacityTime);
        var rate = Math.Round(capacity.Sample.PerSecond * ShareOfCapacity);
        await output.WriteLineAsync($"Capacity {capacity.Sample.PerSecond:N0} jobs/s; {minutes:N0} minutes at {rate:N0}/s, a kill every {Period.TotalSeconds:N0} s");
        var plan = market.Plan() with { PerSecond = rate, Seconds = minutes * 60 * MaxStretch };
        var load = await market.StartLoad(plan);
        var killer = new Killer(market, said => output.WriteLine($"  {said}"));
        await killer.Run((int)(minutes * 60 / Period.TotalSeconds) - 1, Period, CancellationToken.None);
        await load.Stop(StopTime);
        var log = LoadLog.Read(plan);
        await output.WriteLineAsync($"{LoadFigures.Of(log.Records)}");
        Recovery.Table(killer.Outages, log.Records).Print(output);
        LastWords.Table(log.Records).Print(output);
        return await ClusterBench.Judge(market, [capacity.Log, log], killer.Outages, output);
    }
}
