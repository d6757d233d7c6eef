using System.Diagnostics;
using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Calls;

public sealed class CycleTests
{
    [Fact]
    public async Task A_cycle_of_calls_ends_with_a_timeout()
    {
        await using var host = await TestHost.StartWithShortTimeout();
        var a = host.Grains.GetGrain<ICycleGrain>("a");
        var b = host.Grains.GetGrain<ICycleGrain>("b");

        var cycle = () => a.ThereAndBack(b, allowReentrancy: false);

        await cycle.Should().ThrowAsync<TimeoutException>();
        (await a.Hello()).Should().Be("hello", "the grain is free again");
    }

    [Fact]
    public async Task Call_chain_reentrancy_lets_the_cycle_through()
    {
        await using var host = await TestHost.StartWithShortTimeout();
        var a = host.Grains.GetGrain<ICycleGrain>("a");
        var b = host.Grains.GetGrain<ICycleGrain>("b");

        (await a.ThereAndBack(b, allowReentrancy: true)).Should().Be("hello");

        var later = () => a.ThereAndBack(b, allowReentrancy: false);
        await later.Should().ThrowAsync<TimeoutException>("the section ended with its call");
    }

    [Fact]
    public async Task A_timeout_leaves_the_callee_running()
    {
        await using var host = await TestHost.Start();
        var grain = host.Grains.GetGrain<IGateGrain>("unknown-outcome");
        var watch = Stopwatch.StartNew();

        var call = () => grain.PassBriefly("a");

        await call.Should().ThrowAsync<TimeoutException>();
        watch.Elapsed.Should().BeLessThan(TimeSpan.FromSeconds(20), "the method has a shorter timeout than the default");
        Phases.IsReached("unknown-outcome/a/done").Should().BeFalse();
        Phases.Reach("unknown-outcome/a/out");
        await Phases.Wait("unknown-outcome/a/done");
    }
}
