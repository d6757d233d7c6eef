using Cocoon.Cli.Dev;
using Cocoon.Core;
using Cocoon.Core.Audits;
using Cocoon.Core.Jobs;
using Cocoon.Grains;
using Cocoon.Grains.Events;
using Cocoon.Silo.Canaries;

namespace Cocoon.EndToEnd.Tests.Canaries;

/// <summary>The market's own probes in a whole market: bought, answered and paid as anybody's jobs.</summary>
public sealed class CanaryTests(CanaryMarket market) : IClassFixture<CanaryMarket>
{
    [Fact]
    public async Task Two_honest_providers_are_asked_the_same_and_paid_for_it()
    {
        var (start, before) = (market.Now, await market.Channel());

        (await market.Probe()).Should().Be(CanaryOutcome.Agree);

        var completed = Told(start, MarketEventKind.JobCompleted);
        completed.Should().HaveCount(2);
        completed.Select(news => news.Provider).Should().OnlyHaveUniqueItems().And.Contain(SecondMachine.Wallet);
        completed.Select(news => (news.Tokens, news.Amount)).Distinct().Should().ContainSingle("both answered the same");
        var after = await market.Channel();
        (after.Charged - before.Charged).Should().Be(completed[0].Amount + completed[1].Amount);
        after.Vouched.Should().Be(after.Charged, "the canary signs for what it got");
    }

    [Fact]
    public async Task A_provider_that_answers_with_another_model_is_found_by_the_audits_of_both_jobs()
    {
        var start = market.Now;
        market.Engine.CheatOnce();

        (await market.Probe()).Should().Be(CanaryOutcome.Differ);

        var jobs = Told(start, MarketEventKind.JobCompleted).ToDictionary(news => news.Provider == SecondMachine.Wallet, news => news.Job!.Value);
        await DevWallet.Until(() => Task.FromResult(Outcomes(start, jobs[true]).Count > 0 && Outcomes(start, jobs[false]).Count > 0), "both audits", CancellationToken.None);
        Outcomes(start, jobs[true]).Should().OnlyContain(outcome => outcome == AuditOutcome.Differs);
        Outcomes(start, jobs[false]).Should().OnlyContain(outcome => outcome == AuditOutcome.Matches);
        var dispute = await market.Grains.Dispute(jobs[true]).View();
        dispute.First!.Finding.Outcome.Should().Be(AuditOutcome.Differs);
        dispute.Receipt!.Receipt.Provider.Should().Be(SecondMachine.Wallet);
        (await market.Grains.Dispute(jobs[false]).View()).Phase.Should().Be(DisputePhase.None);
        (await market.Metrics()).Should().MatchRegex("cocoon_market_audits_total\\{[^}]*outcome=\"Differs\"[^}]*\\} [1-9]").And.MatchRegex("cocoon_market_audits_total\\{[^}]*outcome=\"Matches\"[^}]*\\} [1-9]");
    }

    [Fact]
    public async Task A_provider_that_does_not_answer_has_a_failed_job_that_costs_nothing()
    {
        var (start, before) = (market.Now, await market.Channel());
        market.Engine.FailOnce();

        (await market.Probe()).Should().Be(CanaryOutcome.Failed);

        var failed = Told(start, MarketEventKind.JobFailed).Should().ContainSingle().Subject;
        failed.Code.Should().Be(RefusalCode.EngineFailed);
        var job = await market.Grains.Job(failed.Job!.Value).View();
        (job.Status, job.Lease!.Provider).Should().Be((JobStatus.Failed, SecondMachine.Wallet));
        var paid = Told(start, MarketEventKind.JobCompleted).Aggregate(before.Charged, (sum, news) => sum + news.Amount);
        var after = await market.Channel();
        (after.Charged, after.Held.Value).Should().Be((paid, 0));
        (await market.Metrics()).Should().MatchRegex("cocoon_market_jobs_total\\{[^}]*code=\"EngineFailed\"[^}]*\\} [1-9]");
    }

    private List<MarketEvent> Told(long start, MarketEventKind kind) => [.. market.Since(start).Where(news => news.Kind == kind)];

    /// <summary>What audits of a job found.</summary>
    private List<AuditOutcome> Outcomes(long start, JobId job) => [.. Told(start, MarketEventKind.JobAudited).Where(news => news.Job == job).Select(news => (AuditOutcome)news.Count)];
}
