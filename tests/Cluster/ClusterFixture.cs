using System.Diagnostics;
using Cocoon.ClusterKit;
using Cocoon.ClusterKit.Judging;
using Cocoon.ClusterKit.Load;

namespace Cocoon.Cluster.Tests;

/// <summary>One cluster for all tests, which run one after the other: starting it costs more than any of them.</summary>
public sealed class ClusterFixture : IAsyncLifetime
{
    private const double MaxSeconds = 300;
    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Poll = TimeSpan.FromMilliseconds(100);

    private readonly List<LoadLog> _logs = [];
    private readonly List<Outage> _outages = [];

    internal ClusterMarket Market { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        if (ClusterMarket.Missing is not null) return;
        Market = await ClusterMarket.Start(new ClusterOptions { SteadyEngine = true, Clients = 8 }, CancellationToken.None);
    }

    public async Task DisposeAsync()
    {
        if (Market is not null) await Market.DisposeAsync();
    }

    /// <summary>Has callers buy while something happens, and returns what they saw once the last request has ended.</summary>
    /// <param name="perSecond">Requests a second.</param>
    /// <param name="happening">What happens meanwhile; it is given a way to wait for so many more requests to end, and says who was killed.</param>
    internal async Task<LoadLog> Under(double perSecond, Func<Func<int, Task>, Task<IReadOnlyList<Outage>>> happening)
    {
        var plan = Market.Plan() with { PerSecond = perSecond, Seconds = MaxSeconds };
        var load = await Market.StartLoad(plan);
        try
        {
            await More(plan, (int)perSecond);
            _outages.AddRange(await happening(count => More(plan, count)));
        }
        finally
        {
            await load.Stop(StopTime);
        }
        var log = LoadLog.Read(plan);
        _logs.Add(log);
        return log;
    }

    /// <summary>What is wrong with the market's books, the chain and what all callers of all tests have seen.</summary>
    internal Task<IReadOnlyList<string>> Judge() => new MarketJudge(Market).Check(LoadLog.Join(_logs), _outages, isQuiet: false, CancellationToken.None);

    private static async Task More(LoadPlan plan, int count)
    {
        var clock = Stopwatch.StartNew();
        for (var target = Ended() + count; Ended() < target;)
        {
            clock.Elapsed.Should().BeLessThan(Patience, $"{count} requests come to an end");
            await Task.Delay(Poll);
        }

        int Ended() => File.Exists(plan.RecordsFile) ? File.ReadLines(plan.RecordsFile).Count() : 0;
    }
}
