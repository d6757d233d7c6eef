using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Context;

public sealed class RequestContextTests(SharedHost shared) : ConformanceTests(shared), IDisposable
{
    public void Dispose() => RequestContext.Clear();

    [Fact]
    public async Task Calls_that_interleave_see_each_their_own()
    {
        var (grain, other) = (Grain<IContextGrain>(), Grain<IContextGrain>("other"));
        RequestContext.Set("who", "caller");
        var a = grain.Become("a", other);
        var b = grain.Become("b", other);
        await Phases.Wait($"{Key}/a/in");
        await Phases.Wait($"{Key}/b/in");

        Phases.Reach($"{Key}/b/out");
        Phases.Reach($"{Key}/a/out");

        (await a).Should().Equal("caller", "a", "a");
        (await b).Should().Equal("caller", "b", "b");
    }

    [Fact]
    public async Task What_a_call_sets_is_not_there_in_the_next_call()
    {
        var grain = Grain<IContextGrain>();
        Phases.Reach($"{Key}/a/out");
        await grain.Become("a", Grain<IContextGrain>("other"));

        (await grain.Who()).Should().BeNull();
        RequestContext.Get("who").Should().BeNull();
    }

    [Fact]
    public async Task An_activation_begins_in_the_context_of_the_call_that_woke_it()
    {
        RequestContext.Set("who", "first");
        await Grain<IContextGrain>().Who();
        RequestContext.Set("who", "second");

        (await Grain<IContextGrain>().WhoAtBirth()).Should().Be("first");
        (await Grain<IContextGrain>().Who()).Should().Be("second");
    }

    [Fact]
    public async Task A_timer_does_not_take_along_the_context_of_the_call_that_started_it()
    {
        RequestContext.Set("who", "starter");

        await Grain<IContextGrain>().StartTimer();

        await Phases.Wait($"{Key}/tick");
        Journal.Read(Key).Should().Equal("tick sees nobody");
    }
}
