using System.Globalization;
using Cocoon.Bench.Harness;
using Cocoon.ClusterKit;
using Cocoon.ClusterKit.Judging;

namespace Cocoon.Bench.Cluster;

/// <summary>What a cluster of real processes does: jobs a second with 1, 2 and 3 core silos, what a job costs and where, and how long a kill is felt.</summary>
internal static class ClusterBench
{
    /// <summary>Targets on two processors, with PostgreSQL on the same disk.</summary>
    public const double TargetPerSecond = 300;

    private const double TargetWritesPerJob = 3;
    private const int Clients = 32;
    private const int Callers = 48;
    private const double CalmPerSecond = 10;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(12);
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(15);
    private static readonly TimeSpan CalmWarmUp = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SettleTime = TimeSpan.FromMinutes(4);

    /// <returns>Whether the books were right after every run.</returns>
    public static async Task<bool> Run(TextWriter output)
    {
        await output.WriteLineAsync($"Cluster: {Environment.ProcessorCount} processors for all of it: PostgreSQL, local chain, silos, gateways, load. {ClusterOptions()}");
        var (samples, isRight) = (new List<(ClusterSample Full, ClusterSample Calm)>(), true);
        for (var cores = 1; cores <= 3; cores++)
        {
            await using var market = await ClusterMarket.Start(Options(cores, output), CancellationToken.None);
            var calm = await ClusterLoad.Measure(market, market.Plan() with { PerSecond = CalmPerSecond }, CalmWarmUp, Time);
            var full = await ClusterLoad.Measure(market, market.Plan() with { Callers = Callers }, WarmUp, Time);
            samples.Add((full.Sample, calm.Sample));
            isRight &= await Judge(market, [calm.Log, full.Log], [], output);
            if (cores == 3) isRight &= await Recovery.Run(market, [calm.Log, full.Log], output);
        }
        Print(samples, output);
        await output.WriteLineAsync();
        await output.WriteLineAsync("Growth: one silo in this process");
        await ChannelGrowth.Run(output);
        return isRight;
    }

    /// <summary>Settles everything, and holds books, chain and callers against each other.</summary>
    public static async Task<bool> Judge(ClusterMarket market, IReadOnlyList<LoadLog> logs, IReadOnlyList<Outage> outages, TextWriter output)
    {
        var judge = new MarketJudge(market);
        var open = await judge.Settle(SettleTime, CancellationToken.None);
        var wrongs = await judge.Check(LoadLog.Join(logs), outages, isQuiet: open.Count == 0, CancellationToken.None);
        foreach (var wrong in open.Concat(wrongs).Take(20)) await output.WriteLineAsync($"  WRONG: {wrong}");
        await output.WriteLineAsync($"  Judged: {logs.Sum(log => log.Records.Count)} requests, books, chain and callers {(open.Count + wrongs.Count == 0 ? "agree to the nano" : $"disagree, {open.Count + wrongs.Count} findings")}.");
        return open.Count + wrongs.Count == 0;
    }

    public static ClusterOptions Options(int cores, TextWriter output) => new()
    {
        Cores = cores, Providers = 2, Gateways = 2, Clients = Clients, Slots = 256, SteadyEngine = true, Say = step => output.WriteLine($"  {step} ..."),
    };

    private static string ClusterOptions() => $"2 provider silos with an engine that costs nothing, 2 gateways, {Clients} channels, {Callers} callers.";

    private static void Print(List<(ClusterSample Full, ClusterSample Calm)> samples, TextWriter output)
    {
        var table = new TextTable(["", .. samples.Select(sample => $"{sample.Full.Cores} core silo{(sample.Full.Cores > 1 ? "s" : "")}")]);
        Row("jobs/s", sample => sample.Full.PerSecond, "N0");
        Row("failed or broken off", sample => sample.Full.Load.Failed + sample.Full.Load.BrokenOff, "N0");
        Row("rows written a job", sample => sample.Full.PerJob(sample.Full.Used.RowWrites), "N2");
        Row("commits a job", sample => sample.Full.PerJob(sample.Full.Used.Commits), "N2");
        Row("WAL KB a job", sample => sample.Full.PerJob(sample.Full.Used.WalBytes) / 1_024, "N1");
        Row("CPU ms a job: core silos", sample => sample.Full.MillisecondsPerJob(sample.Full.Used.CoreCpu), "N2");
        Row("  provider silos", sample => sample.Full.MillisecondsPerJob(sample.Full.Used.ProviderCpu), "N2");
        Row("  gateways", sample => sample.Full.MillisecondsPerJob(sample.Full.Used.GatewayCpu), "N2");
        Row("  PostgreSQL", sample => sample.Full.MillisecondsPerJob(sample.Full.Used.DatabaseCpu), "N2");
        Row("  local chain", sample => sample.Full.MillisecondsPerJob(sample.Full.Used.ChainCpu), "N2");
        Row("  load generator", sample => sample.Full.MillisecondsPerJob(sample.Full.Used.LoadCpu), "N2");
        Row($"ms a job at saturation, p50", sample => sample.Full.Load.P50, "N0");
        Row("  p99", sample => sample.Full.Load.P99, "N0");
        Row($"ms a job at {CalmPerSecond:N0}/s, p50", sample => sample.Calm.Load.P50, "N1");
        Row("  p99", sample => sample.Calm.Load.P99, "N1");
        table.Print(output);
        var best = samples.MaxBy(sample => sample.Full.PerSecond).Full;
        output.WriteLine(Verdict("jobs/s", best.PerSecond, TargetPerSecond, best.PerSecond >= TargetPerSecond, ">="));
        var writes = samples.Max(sample => sample.Full.PerJob(sample.Full.Used.RowWrites));
        output.WriteLine(Verdict("rows written a job", writes, TargetWritesPerJob, writes <= TargetWritesPerJob, "<="));

        void Row(string name, Func<(ClusterSample Full, ClusterSample Calm), double> figure, string format) =>
            table.Add([name, .. samples.Select(sample => figure(sample).ToString(format, CultureInfo.InvariantCulture))]);
    }

    private static string Verdict(string name, double found, double target, bool isMet, string relation) =>
        string.Create(CultureInfo.InvariantCulture, $"target {name} {relation} {target:N0}: {(isMet ? "met" : "missed")} ({found:N2})");
}
