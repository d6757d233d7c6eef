using Cocoon.LocalRuntime.Tests.Hosting;
using Orleans.Configuration;

namespace Cocoon.LocalRuntime.Tests.Calls;

public sealed class OverloadTests
{
    [Fact]
    public async Task Calls_above_the_limit_of_a_grain_are_rejected_at_once()
    {
        await using var host = await TestHost.Start(silo => silo.Configure<SiloMessagingOptions>(options => options.MaxEnqueuedRequestsHardLimit = 3));
        var key = Guid.NewGuid().ToString("N");
        var grain = host.Grains.GetGrain<IGateGrain>(key);
        var running = grain.Pass("a");
        await Phases.Wait($"{key}/a/in");

        // One runs; with those that wait, the grain then has more calls than the limit.
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.Note("waited")).ToArray();
        var oneTooMany = () => grain.Note("rejected");

        await oneTooMany.Should().ThrowAsync<LimitExceededException>();
        Phases.Reach($"{key}/a/out");
        await Task.WhenAll([running, .. waiting]);
        Journal.Read(key).Should().NotContain("rejected");
    }
}
