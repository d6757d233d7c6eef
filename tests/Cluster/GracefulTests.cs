using Cocoon.ClusterKit.Judging;
using Cocoon.ClusterKit.Load;
using Cocoon.ClusterKit.Members;

namespace Cocoon.Cluster.Tests;

/// <summary>What an operator does on purpose costs callers next to nothing; docs/cluster.md says what is left, and why.</summary>
[Collection(ClusterCollection.Name)]
public sealed class GracefulTests(ClusterFixture fixture)
{
    private const double PerSecond = 15;

    /// <summary>Requests that end while a process is away.</summary>
    private const int Meanwhile = 40;

    /// <summary>Share of requests that a process that leaves may still break: one whose job was just being opened there, or whose engine was listed there.</summary>
    private const double MaxLost = 0.02;

    /// <summary>Share that may be refused with a reason, nothing charged, while half of the engines are away.</summary>
    private const double MaxRefused = 0.05;

    private static readonly TimeSpan StopTime = TimeSpan.FromSeconds(60);

    [ClusterFact]
    public async Task A_silo_joins_and_leaves_while_jobs_run()
    {
        var log = await fixture.Under(PerSecond, async more =>
        {
            var began = Now;
            var core = await fixture.Market.AddCore(CancellationToken.None);
            await more(Meanwhile);
            (await core.Process.Stop(StopTime)).Should().Be(0, core.Process.LogTail());
            fixture.Market.Cores.Remove(core);
            await core.DisposeAsync();
            await more(Meanwhile);
            return [new Outage(core.Name, began, Now)];
        });

        await Expect_hardly_a_failure(log);
    }

    [ClusterFact]
    public async Task One_of_each_role_is_stopped_while_jobs_run()
    {
        var market = fixture.Market;

        var log = await fixture.Under(PerSecond, async more =>
        {
            var began = Now;
            foreach (var member in (MarketProcess[])[market.Cores[1], market.Providers[0], market.Gateways[0]])
            {
                (await member.Process.Stop(StopTime)).Should().Be(0, $"{member.Name}: {member.Process.LogTail()}");
                await more(Meanwhile);
                await member.Start();
                await member.WaitUntilReady(CancellationToken.None);
            }
            await more(Meanwhile);
            return [new Outage("one of each role", began, Now)];
        });

        await Expect_hardly_a_failure(log);
    }

    private static double Now => DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();

    private async Task Expect_hardly_a_failure(LoadLog log)
    {
        log.Records.Count.Should().BeGreaterThan(2 * Meanwhile);
        var failed = log.Records.Where(record => record.Outcome != LoadOutcome.Answered).ToLookup(record => record.Errors.All(LoadJudge.IsRefusal));
        Expect_at_most(MaxLost, failed[false], log);
        Expect_at_most(MaxRefused, failed[true], log);
        (await fixture.Judge()).Should().BeEmpty();
    }

    private static void Expect_at_most(double share, IEnumerable<LoadRecord> failed, LoadLog log)
    {
        var what = failed.Select(record => $"{record.Outcome}: {string.Join("; ", record.Errors)}").ToList();
        what.Count.Should().BeLessThanOrEqualTo((int)Math.Ceiling(share * log.Records.Count), $"of {log.Records.Count} requests:\n{string.Join('\n', what)}");
    }
}
