using Cocoon.ClusterKit.Judging;
using Xunit.Abstractions;

namespace Cocoon.Cluster.Tests;

/// <summary>The short version of <c>./cocoon bench resilience</c>: each kind of process dies once by kill -9 while callers buy.</summary>
[Collection(ClusterCollection.Name)]
public sealed class ResilienceTests(ClusterFixture fixture, ITestOutputHelper output)
{
    private const double PerSecond = 20;
    private const int LeastAnswers = 400;
    private const int Roles = 4;
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(9);

    [ClusterFact]
    public async Task Nothing_is_lost_or_charged_twice_whatever_is_killed()
    {
        var killer = new Killer(fixture.Market, output.WriteLine);

        var log = await fixture.Under(PerSecond, async _ =>
        {
            await killer.Run(Roles, Period, CancellationToken.None);
            return killer.Outages;
        });

        var figures = LoadFigures.Of(log.Records);
        output.WriteLine(figures.ToString());
        (await fixture.Judge()).Should().BeEmpty();
        figures.Answered.Should().BeGreaterThan(LeastAnswers);
    }
}
