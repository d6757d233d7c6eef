using Cocoon.Core.Audits;
using Cocoon.Core.Reputation;
using Cocoon.Grains.Providers;

namespace Cocoon.Grains.Tests;

/// <summary>What a provider's twin learns from jobs, audits and disputes, and tells routers.</summary>
[Collection(GrainCollection.Name)]
public sealed class StandingTests(GrainHost host)
{
    private IProviderGrain Twin => host.Grains.Provider(host.Provider);

    [Fact]
    public async Task A_job_counts_for_its_provider_and_routers_learn_the_score_with_the_next_announcement()
    {
        await host.Earn(await host.OpenChannel(10_000));
        await GrainHost.Eventually(async () => (await Twin.Standing(GrainHost.Model)).Parts.Exists(part => part.Name == "payers"));
        await Twin.Judged(new Judgement(host.NewJob(), GrainHost.Model, JudgementKind.Passed));
        await Twin.Announce();

        var standing = await Twin.Standing(GrainHost.Model);
        var offer = (await host.Candidates()).Single();
        standing.Score.Should().BeGreaterThan(ReputationRules.Newcomer);
        (offer.Reputation, offer.FirstTokenMs).Should().Be((standing.Score, standing.FirstTokenMs));
        offer.Since.Should().NotBeNull().And.BeBefore(DateTimeOffset.UtcNow);
        (await Twin.View()).Scores.Should().ContainSingle(score => score.Model == GrainHost.Model).Which.Score.Should().Be(standing.Score);
    }

    [Fact]
    public async Task A_verdict_outlives_the_twin_and_told_again_counts_once()
    {
        var job = host.NewJob();
        host.Amnesia.After(host.Provider.Raw, nameof(IProviderGrain.Judged));
        await Twin.Judged(new Judgement(job, "disputed-model", JudgementKind.Cheated));
        var known = await Twin.Standing("disputed-model");
        await Twin.Judged(new Judgement(job, "disputed-model", JudgementKind.Cheated));

        known.Score.Should().Be(100);
        (await Twin.Standing("disputed-model")).Score.Should().Be(100);
        (await Twin.Standing("another-model")).Score.Should().Be(ReputationRules.Newcomer, "models are apart");
        // The machine shows its evidence to the twin's new life.
        await GrainHost.Eventually(() => Twin.Announce());
    }
}
