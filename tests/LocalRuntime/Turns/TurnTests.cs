using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Turns;

public sealed class TurnTests(SharedHost shared) : ConformanceTests(shared)
{
    [Fact]
    public async Task Calls_of_one_caller_run_in_the_order_they_were_made()
    {
        var grain = Grain<ITurnGrain>();
        await grain.Count(); // Orleans keeps no order among the calls that wait for the first activation.

        await Task.WhenAll(Enumerable.Range(0, 1000).Select(grain.Append));

        (await grain.Appended()).Should().Equal(Enumerable.Range(0, 1000));
    }

    [Fact]
    public async Task Turns_never_overlap_even_when_calls_interleave()
    {
        var grain = Grain<ITurnGrain>();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(() => grain.CountUp(100))));

        (await grain.Count()).Should().Be(5000);
    }

    [Fact]
    public async Task Awaits_return_to_the_grain_and_task_run_leaves_it() =>
        (await Grain<ITurnGrain>().WhereAwaitsReturn()).Should()
            .Be("own=True run=False afterRun=True afterDelay=True continued=True started=True");

    [Fact]
    public async Task Always_interleave_calls_meet_only_at_awaits()
    {
        var grain = Grain<IOrderedTurnGrain>();

        await Task.WhenAll(Enumerable.Range(0, 50).Select(number => Task.Run(() => number % 5 == 0 ? grain.CountUp(100) : grain.CountUpInterleaved(100))));

        (await grain.Count()).Should().Be(5000);
    }

    [Fact]
    public async Task Continuations_of_a_task_that_ends_elsewhere_run_in_turns_one_at_a_time()
    {
        var grain = Grain<ITurnGrain>();
        var counting = grain.CountInContinuations(1000);
        var other = grain.CountUp(500);
        await Phases.Wait($"{Key}/waiting");

        Phases.Reach($"{Key}/go");
        await Task.WhenAll(counting, other);

        (await grain.Count()).Should().Be(1500);
    }
}
