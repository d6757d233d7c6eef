using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Grains;
using Cocoon.Grains.Tests;

namespace Cocoon.Silo.Tests.Drain;

/// <summary>A silo with an engine that is asked to stop.</summary>
public sealed class ProviderDrainTests : IAsyncLifetime
{
    private readonly GrainHost _host = new();

    public Task InitializeAsync() => _host.InitializeAsync();

    public Task DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task It_takes_no_new_jobs_and_finishes_the_one_that_runs()
    {
        var channel = await _host.OpenChannel(10_000);
        var candidates = await _host.Candidates();
        var (id, tokens) = await _host.Run(_host.Spec(channel), "tokens 5");
        await using var reader = tokens.GetAsyncEnumerator();
        (await reader.MoveNextAsync()).Should().BeTrue();

        var stopped = _host.Stop();
        await GrainHost.Eventually(async () => (await _host.Grains.Provider(_host.Provider).View()).Draining);
        (await _host.Grains.Job(_host.NewJob()).Invoking(job => job.Start(_host.Spec(channel), candidates)).Should().ThrowAsync<RefusedException>())
            .Which.Code.Should().Be(RefusalCode.ProviderDraining);
        var rest = 0;
        while (await reader.MoveNextAsync()) rest += reader.Current.Token.TokenId is null ? 0 : 1;

        rest.Should().Be(4, "one of five had come before");
        (await _host.Grains.Job(id).View()).Status.Should().Be(JobStatus.Receipted);
        await stopped;
    }
}
