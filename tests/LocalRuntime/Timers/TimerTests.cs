using Cocoon.LocalRuntime.Tests.Hosting;

namespace Cocoon.LocalRuntime.Tests.Timers;

public sealed class TimerTests(SharedHost shared) : ConformanceTests(shared)
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(5);

    [Fact]
    public async Task Ticks_come_in_the_grains_turns_again_and_again_also_after_one_failed()
    {
        await Grain<ITimerGrain>().Start(Soon, Soon, interleave: false);

        await Phases.Wait($"{Key}/tick5");

        Journal.Read(Key).Should().BeEmpty();
    }

    [Fact]
    public async Task A_tick_waits_for_a_running_call()
    {
        var grain = Grain<ITimerGrain>();
        await grain.Start(Soon, Soon, interleave: false);
        var busy = grain.BeBusy();
        await Phases.Wait($"{Key}/busy/in");
        var other = Grain<ITimerGrain>("other");
        await other.Start(Soon, Soon, interleave: false);
        await Phases.Wait($"{Key}other/tick5");

        Phases.IsReached($"{Key}/tick-while-busy").Should().BeFalse();
        Phases.Reach($"{Key}/busy/out");
        await busy;
        await Phases.Wait($"{Key}/tick3");
    }

    [Fact]
    public async Task An_interleaving_tick_does_not_wait()
    {
        var grain = Grain<ITimerGrain>();
        await grain.Start(Soon, Soon, interleave: true);
        var busy = grain.BeBusy();

        await Phases.Wait($"{Key}/tick-while-busy");

        Phases.Reach($"{Key}/busy/out");
        await busy;
    }

    [Fact]
    public async Task Change_brings_the_next_tick_forward()
    {
        var grain = Grain<ITimerGrain>();
        await grain.Start(TimeSpan.FromHours(1), Timeout.InfiniteTimeSpan, interleave: false);

        await grain.Change(TimeSpan.Zero, Timeout.InfiniteTimeSpan);

        await Phases.Wait($"{Key}/tick1");
        (await grain.Ticks()).Should().Be(1);
    }

    [Fact]
    public async Task A_disposed_timer_no_longer_ticks()
    {
        var grain = Grain<ITimerGrain>();
        await grain.Start(Soon, Soon, interleave: false);
        await Phases.Wait($"{Key}/tick1");

        await grain.Dispose();
        var ticks = await grain.Ticks();
        var other = Grain<ITimerGrain>("other");
        await other.Start(Soon, Soon, interleave: false);
        await Phases.Wait($"{Key}other/tick5");

        (await grain.Ticks()).Should().Be(ticks);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_tick_does_not_begin_before_the_one_before_it_has_ended(bool interleave)
    {
        await Grain<ISlowTimerGrain>().Start(interleave);
        await Phases.Wait($"{Key}/tick1/in");
        var other = Grain<ITimerGrain>("other");
        await other.Start(Soon, Soon, interleave: false);
        await Phases.Wait($"{Key}other/tick5");

        Journal.Read(Key).Should().Equal("+1");
        Phases.Reach($"{Key}/tick1/out");
        await Phases.Wait($"{Key}/tick2/in");
        Journal.Read(Key).Should().Equal("+1", "-1", "+2");
        Phases.Reach($"{Key}/tick2/out");
    }

    [Fact]
    public async Task A_timer_disposed_during_its_tick_cancels_it_lets_it_end_and_is_the_last()
    {
        var grain = Grain<ISlowTimerGrain>();
        await grain.Start(interleave: false);
        await Phases.Wait($"{Key}/tick1/in");

        await grain.Dispose();

        await Phases.Wait($"{Key}/cancelled");
        Phases.Reach($"{Key}/tick1/out");
        await Phases.Wait($"{Key}/tick1/done");
        var other = Grain<ITimerGrain>("other");
        await other.Start(Soon, Soon, interleave: false);
        await Phases.Wait($"{Key}other/tick5");
        Journal.Read(Key).Should().Equal("+1", "-1");
    }

    [Fact]
    public async Task A_callback_that_throws_at_once_does_not_stop_the_timer()
    {
        await Grain<ISlowTimerGrain>().StartThrowing();

        await Phases.Wait($"{Key}/thrown3");
    }
}
