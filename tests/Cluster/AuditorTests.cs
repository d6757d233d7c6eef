using Cocoon.ClusterKit;
using Cocoon.ClusterKit.Judging;
using Cocoon.ClusterKit.Load;

namespace Cocoon.Cluster.Tests;

/// <summary>One provider, and a silo of the market's that runs audits only: processes that prove themselves to one another.</summary>
[Collection(ClusterCollection.Name)]
public sealed class AuditorTests
{
    private const string Audits = "cocoon_market_audits_total";

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(200);

    [ClusterFact]
    public async Task A_lone_provider_is_audited_by_a_silo_that_sells_nothing()
    {
        await using var market = await ClusterMarket.Start(new ClusterOptions { Cores = 1, Providers = 1, Auditors = 1, Gateways = 1, Clients = 4, SteadyEngine = true }, CancellationToken.None);
        var plan = market.Plan() with { PerSecond = 20, Seconds = Patience.TotalSeconds };

        var load = await market.StartLoad(plan);
        using var patience = new CancellationTokenSource(Patience);
        // One in ten is drawn.
        while (await Count(market, "Matches") == 0) await Task.Delay(Poll, patience.Token);
        await load.Stop(StopTime);

        foreach (var outcome in (string[])["Differs", "NotReproducible", "RecordMissing", "RecordForged"]) (await Count(market, outcome)).Should().Be(0, outcome);
        LoadLog.Read(plan).Records.Should().Contain(record => record.Outcome == LoadOutcome.Answered);
    }

    private static async Task<double> Count(ClusterMarket market, string outcome)
    {
        var lines = (await market.Cores[0].Metrics(CancellationToken.None)).Split('\n');
        return lines.Where(line => line.StartsWith(Audits, StringComparison.Ordinal) && line.Contains($"outcome=\"{outcome}\"", StringComparison.Ordinal))
            .Sum(static line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }
}
