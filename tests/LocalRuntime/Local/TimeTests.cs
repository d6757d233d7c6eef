using Cocoon.LocalRuntime.Tests.Calls;
using Cocoon.LocalRuntime.Tests.Hosting;
using Cocoon.LocalRuntime.Tests.Reminders;
using Cocoon.LocalRuntime.Tests.Streams;
using Cocoon.LocalRuntime.Tests.Timers;

namespace Cocoon.LocalRuntime.Tests.Local;

public sealed class TimeTests : TimedHost
{
    [Fact]
    public async Task A_call_times_out_after_exactly_the_response_timeout()
    {
        var grain = Grains.GetGrain<IGateGrain>(Key);
        var first = grain.Pass("first");
        await Phases.Wait($"{Key}/first/in");
        Time.Advance(TimeSpan.FromSeconds(10));
        var second = grain.PassInterleaved("second");
        await Phases.Wait($"{Key}/second/in");

        Time.Advance(TimeSpan.FromSeconds(19.9));
        first.IsCompleted.Should().BeFalse();

        Time.Advance(TimeSpan.FromSeconds(0.1));
        await FluentActions.Awaiting(() => first).Should().ThrowAsync<TimeoutException>().WithMessage("*outcome is unknown*");
        second.IsCompleted.Should().BeFalse();

        Time.Advance(TimeSpan.FromSeconds(10));
        await FluentActions.Awaiting(() => second).Should().ThrowAsync<TimeoutException>();
        Phases.Reach($"{Key}/first/out");
        Phases.Reach($"{Key}/second/out");
    }

    [Fact]
    public async Task A_call_that_timed_out_while_waiting_does_not_start_any_more()
    {
        var grain = Grains.GetGrain<IGateGrain>(Key);
        var running = grain.Pass("running");
        await Phases.Wait($"{Key}/running/in");
        var waiting = grain.Note("waiting");

        Time.Advance(TimeSpan.FromSeconds(30));
        await FluentActions.Awaiting(() => waiting).Should().ThrowAsync<TimeoutException>();
        await FluentActions.Awaiting(() => running).Should().ThrowAsync<TimeoutException>();
        Phases.Reach($"{Key}/running/out");
        await grain.Note("later");

        Journal.Read(Key).Should().Equal("+running", "-running", "later");
    }

    [Fact]
    public async Task A_timer_ticks_at_its_due_time_and_a_period_after_each_tick()
    {
        var grain = Grains.GetGrain<ITimerGrain>(Key);
        await grain.Start(TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2), interleave: false);

        Time.Advance(TimeSpan.FromSeconds(4.9));
        (await grain.Ticks()).Should().Be(0);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await Phases.Wait($"{Key}/tick1");
        (await grain.Ticks()).Should().Be(1);
        Time.Advance(TimeSpan.FromSeconds(1.9));
        (await grain.Ticks()).Should().Be(1);
        Time.Advance(TimeSpan.FromSeconds(0.1));
        await Phases.Wait($"{Key}/tick2");
    }

    [Fact]
    public async Task Time_that_jumps_brings_one_tick_and_not_all_that_were_missed()
    {
        var grain = Grains.GetGrain<ITimerGrain>(Key);
        await grain.Start(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), interleave: false);

        Time.Advance(TimeSpan.FromSeconds(100));
        await Phases.Wait($"{Key}/tick1");

        (await grain.Ticks()).Should().Be(1);
    }

    [Fact]
    public async Task A_reminder_keeps_to_its_grid()
    {
        var grain = Grains.GetGrain<IReminderGrain>(Key);
        await grain.Register("r", TimeSpan.FromMinutes(3), TimeSpan.FromMinutes(2));

        Time.Advance(TimeSpan.FromMinutes(2));
        await grain.Names();
        Journal.Read(Key).Should().BeEmpty();
        await AdvanceUntilNextTickIsSet(TimeSpan.FromMinutes(1));
        for (var i = 0; i < 3; i++) await AdvanceUntilNextTickIsSet(TimeSpan.FromMinutes(2));

        Journal.Read($"{Key}/times").Should().Equal("0", "2", "4", "6");

        async Task AdvanceUntilNextTickIsSet(TimeSpan by)
        {
            var set = Time.WhenSet(TimeSpan.FromMinutes(2));
            Time.Advance(by);
            await set;
        }
    }

    [Fact]
    public async Task The_default_minimum_period_of_a_reminder_is_a_minute()
    {
        var register = () => Grains.GetGrain<IReminderGrain>(Key).Register("r", TimeSpan.Zero, TimeSpan.FromSeconds(59));

        await register.Should().ThrowAsync<ArgumentException>().WithMessage("*minimum*");
    }

    [Fact]
    public async Task An_enumeration_that_nobody_pulls_expires_and_runs_its_finally()
    {
        await using var numbers = Grains.GetGrain<IProducerGrain>(Key).Count(1000).WithBatchSize(1).GetAsyncEnumerator();
        await numbers.MoveNextAsync();

        // The first look takes the mark of the last pull away, the second finds it gone.
        while (!Phases.IsReached($"{Key}/finally"))
        {
            Time.Advance(TimeSpan.FromSeconds(30));
            await Grains.GetGrain<IProducerGrain>($"{Key}other").End();
        }

        await FluentActions.Awaiting(async () => await numbers.MoveNextAsync()).Should().ThrowAsync<EnumerationAbortedException>();
        Journal.Read(Key).Should().EndWith("finally");
    }

    [Fact]
    public async Task A_slow_producer_is_waited_for_beyond_the_response_timeout()
    {
        await using var numbers = Grains.GetGrain<IProducerGrain>(Key).OneAndWait().WithBatchSize(1).GetAsyncEnumerator();
        (await numbers.MoveNextAsync()).Should().BeTrue();
        // After half of the response timeout the producer tells that nothing has come yet, and is asked again.
        var half = TimeSpan.FromSeconds(15);
        var asked = Time.WhenSet(half);
        var next = numbers.MoveNextAsync().AsTask();
        await asked;

        for (var i = 0; i < 10; i++)
        {
            asked = Time.WhenSet(half);
            Time.Advance(TimeSpan.FromSeconds(20));
            await asked;
        }

        next.IsCompleted.Should().BeFalse();
        Phases.IsReached($"{Key}/finally").Should().BeFalse();
        await Grains.GetGrain<IProducerGrain>(Key).End();
        Time.Advance(TimeSpan.FromSeconds(15));
        await Phases.Wait($"{Key}/finally");
        await FluentActions.Awaiting(() => next).Should().ThrowAsync<Exception>();
    }
}
