using Cocoon.Core;
using Cocoon.Core.Jobs;

namespace Cocoon.Grains.Tests;

/// <summary>What happens to a provider whose machine is no longer trusted.</summary>
[Collection(GrainCollection.Name)]
public sealed class RevocationTests(GrainHost host)
{
    [Fact]
    public async Task A_provider_that_loses_its_trust_loses_leases_holds_and_market_and_comes_back_with_it()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, tokens) = await host.Run(host.Spec(channel), "hang 1");
        await using var reader = tokens.GetAsyncEnumerator();
        (await reader.MoveNextAsync()).Should().BeTrue();
        var trusted = host.Policy.Document;
        try
        {
            host.Policy.Document = trusted with { AllowSimulated = false };
            await host.Grains.Provider(host.Provider).Reappraise();

            var job = await host.Grains.Job(id).View();
            (job.Status, job.Failure!.Code).Should().Be((JobStatus.Failed, RefusalCode.AppraisalRevoked));
            (await host.Grains.Channel(channel).View()).Held.IsZero.Should().BeTrue("nothing is charged for a job that ended so");
            (await host.Grains.Provider(host.Provider).View()).LeasesInUse.Should().Be(0);
            (await host.Candidates()).Should().BeEmpty();
            var leasing = () => host.Grains.Provider(host.Provider).Lease(new(host.NewJob(), GrainHost.Model, 10, GrainHost.Prices, Core.Trust.Tier.Simulated, 500, DateTimeOffset.UtcNow.AddMinutes(1)));
            (await leasing.Should().ThrowAsync<RefusedException>()).Which.Code.Should().Be(RefusalCode.AppraisalExpired);
        }
        finally
        {
            host.Policy.Document = trusted;
        }

        await GrainHost.Eventually(async () => !(await host.Candidates()).IsEmpty);
    }

    [Fact]
    public async Task Evidence_that_still_holds_keeps_its_leases()
    {
        var channel = await host.OpenChannel(10_000);
        var (id, tokens) = await host.Run(host.Spec(channel), "hang 1");
        await using var reader = tokens.GetAsyncEnumerator();
        (await reader.MoveNextAsync()).Should().BeTrue();

        await host.Grains.Provider(host.Provider).Reappraise();

        (await host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Running);
    }
}
