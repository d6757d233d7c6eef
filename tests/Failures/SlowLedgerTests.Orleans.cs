using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Failures.Tests.Cluster;
using Cocoon.Grains;
using Cocoon.Grains.Channels;

namespace Cocoon.Failures.Tests;

/// <summary>A ledger that takes writes and does not finish them, under more calls than wait for it (docs/failures.md).</summary>
public sealed class SlowLedgerTests
{
    private static readonly DateTimeOffset Deadline = DateTimeOffset.UtcNow.AddMinutes(4);

    [Fact]
    public async Task On_a_slow_ledger_calls_time_out_with_an_open_outcome_the_queue_stays_bounded_and_repeats_count_once()
    {
        await using var cluster = await MarketCluster.Start(responseTimeout: TimeSpan.FromSeconds(4));
        var channel = cluster.Gateway.Channel(MarketCluster.Channel);
        await channel.Open();
        cluster.Ledger.Break(LedgerFault.Slow);
        var jobs = Enumerable.Range(0, 3 * MarketCluster.QueueLimit).Select(_ => cluster.NewJob()).ToList();

        var outcomes = await Task.WhenAll(jobs.Select(job => Outcome(Hold(channel, job))));

        outcomes.Should().OnlyContain(outcome => outcome == typeof(TimeoutException) || outcome == typeof(LimitExceededException));
        outcomes.Count(outcome => outcome == typeof(LimitExceededException)).Should().BeGreaterThanOrEqualTo(MarketCluster.QueueLimit, "the rest is turned away at once, and nothing of it ran");
        cluster.Ledger.Waiting.Should().Be(1, "a record has one write in flight");

        cluster.Ledger.Repair();
        // What waited still fills the queue for a moment.
        foreach (var job in jobs)
            while (await Outcome(Hold(channel, job)) is { } outcome) outcome.Should().Be<LimitExceededException>();
        (await channel.View()).Held.Value.Should().Be(100 * jobs.Count, "whether the first call took effect or not, each job holds once");
    }

    private static Task<bool> Hold(IPaymentChannelGrain channel, JobId job) => channel.Hold(job, new Nano(100), Deadline);

    private static async Task<Type?> Outcome(Task call)
    {
        try
        {
            await call;
            return null;
        }
        catch (Exception e) when (e is TimeoutException or OrleansException)
        {
            return e.GetType();
        }
    }
}
