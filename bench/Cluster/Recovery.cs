using System.Globalization;
using Cocoon.Bench.Harness;
using Cocoon.ClusterKit;
using Cocoon.ClusterKit.Judging;
using Cocoon.ClusterKit.Load;

namespace Cocoon.Bench.Cluster;

/// <summary>How long one kill -9 of each kind of process is felt at a light load, each after the last one is over.</summary>
internal static class Recovery
{
    private const double PerSecond = 30;
    private static readonly TimeSpan Calm = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(120);

    /// <param name="market">The cluster.</param>
    /// <param name="before">What callers saw on it before.</param>
    /// <param name="output">Gets the table.</param>
    /// <returns>Whether the books are right afterwards.</returns>
    public static async Task<bool> Run(ClusterMarket market, IReadOnlyList<LoadLog> before, TextWriter output)
    {
        var plan = market.Plan() with { PerSecond = PerSecond, Seconds = 600 };
        var load = await market.StartLoad(plan);
        var killer = new Killer(market, _ => { });
        await Task.Delay(Calm / 4);
        foreach (var name in (string[])[market.Cores[0].Name, market.Gateways[0].Name, market.Providers[0].Name, market.Database.Server.Name])
        {
            await killer.Kill(name, CancellationToken.None);
            await Task.Delay(Calm);
        }
        await load.Stop(StopTime);
        var log = LoadLog.Read(plan);
        await output.WriteLineAsync($"One kill -9 of each at {PerSecond:N0} requests/s:");
        Table(killer.Outages, log.Records).Print(output);
        return await ClusterBench.Judge(market, [.. before, log], killer.Outages, output);
    }

    /// <summary>A row for each kill.</summary>
    public static TextTable Table(IReadOnlyList<Outage> outages, IReadOnlyList<LoadRecord> records)
    {
        var table = new TextTable("killed", "ready again, s", "last request it disturbed, s", "in flight and failed", "sent later and failed", "retried and answered");
        for (var i = 0; i < outages.Count; i++)
        {
            var (outage, next) = (outages[i], i + 1 < outages.Count ? outages[i + 1].Killed : (double?)null);
            var disturbed = records.Where(record => record.Errors.Count > 0 && record.Ended >= outage.Killed && record.Sent < (next ?? double.MaxValue)).ToList();
            var failed = disturbed.Where(record => record.Outcome is LoadOutcome.Failed or LoadOutcome.BrokenOff).ToList();
            table.Add(outage.Process, Seconds((outage.Restarted - outage.Killed) / 1_000), Seconds(outage.Recovery(records, next).TotalSeconds),
                Count(failed.Count(outage.WasInFlight)), Count(failed.Count(record => record.Sent > outage.Killed)), Count(disturbed.Count - failed.Count));
        }
        return table;
    }

    private static string Seconds(double value) => value.ToString("N1", CultureInfo.InvariantCulture);

    private static string Count(int value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
