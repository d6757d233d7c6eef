using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Calls;

public sealed class AnswerTests(SharedHost shared) : ConformanceTests(shared)
{
    [Fact]
    public async Task An_answer_after_the_timeout_is_dropped_and_taken_for_no_other()
    {
        var answers = await Grain<IEchoGrain>("asker").AskOnAfterTimeout(Grain<IEchoGrain>());

        answers.Should().Equal("timeout", "first", "second");
        Journal.Read(Key).Should().Equal("+late", "-late", "first", "second");
    }

    [Fact]
    public async Task A_call_that_timed_out_while_it_waited_does_not_start()
    {
        var grain = Grain<IEchoGrain>();
        var running = grain.EchoLate("a");
        await Phases.Wait($"{Key}/a/in");
        var waiting = grain.EchoLate("b");

        await FluentActions.Awaiting(() => running).Should().ThrowAsync<TimeoutException>();
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<TimeoutException>();
        Phases.Reach($"{Key}/b/out");
        Phases.Reach($"{Key}/a/out");

        await grain.Echo("c");
        Journal.Read(Key).Should().Equal("+a", "-a", "c");
    }

    [Fact]
    public async Task The_failure_of_a_one_way_call_reaches_nobody_and_the_grain_goes_on()
    {
        var grain = Grain<IEchoGrain>();

        await grain.FailOneWay();
        await grain.FailOneWayLater();

        await Phases.Wait($"{Key}/failing");
        await Phases.Wait($"{Key}/failing-later");
        (await grain.Echo("still here")).Should().Be("still here");
    }
}
