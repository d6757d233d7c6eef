using Cocoon.LocalRuntime.Tests.Calls;
using Cocoon.LocalRuntime.Tests.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.LocalRuntime.Tests.Lifecycle;

public sealed class LifecycleTests : IAsyncLifetime
{
    private TestHost _host = null!;

    private string Key { get; } = Guid.NewGuid().ToString("N");

    private ILifeGrain Grain => _host.Grains.GetGrain<ILifeGrain>(Key);

    public async Task InitializeAsync() =>
        _host = await TestHost.Start(silo => silo.Services.AddSingleton(new LifeService("injected")));

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task The_first_call_activates_with_services_and_state()
    {
        var first = await Grain.Touch();
        (await Grain.Touch()).Should().Be(first);

        Journal.Read(Key).Should().Equal("activate, state read 0, service injected");
    }

    [Fact]
    public async Task Deactivate_on_idle_ends_the_activation_and_the_next_call_starts_another()
    {
        var first = await Grain.End();

        (await Grain.Touch()).Should().NotBe(first);
        Journal.Read(Key).Should().Equal(
            "activate, state read 0, service injected", "deactivate ApplicationRequested", "activate, state read 1, service injected");
    }

    [Fact]
    public async Task Calls_that_wait_for_an_ending_activation_go_to_the_next_one()
    {
        var ending = Grain.EndAfter("end");
        await Phases.Wait($"{Key}/end/in");
        var waiting = Enumerable.Range(0, 20).Select(_ => Grain.Touch()).ToArray();

        Phases.Reach($"{Key}/end/out");
        var first = await ending;

        var answers = await Task.WhenAll(waiting);
        answers.Distinct().Should().ContainSingle().Which.Should().NotBe(first);
    }

    [Fact]
    public async Task Calls_that_wait_for_an_ending_activation_keep_their_order()
    {
        var ending = Grain.EndAfter("end");
        await Phases.Wait($"{Key}/end/in");
        var numbers = Enumerable.Range(0, 50).Select(number => $"{number}").ToArray();
        var waiting = numbers.Select(number => Grain.Note(number)).ToArray();

        Phases.Reach($"{Key}/end/out");
        await ending;
        await Task.WhenAll(waiting);

        Journal.Read(Key).Where(entry => entry.Length <= 2).Should().Equal(numbers);
    }

    [Fact]
    public async Task A_failed_activation_fails_the_calls_that_wait_and_the_next_call_tries_again()
    {
        Phases.Reach($"{Key}/fail-to-activate");
        var call = () => Grain.Touch();

        await call.Should().ThrowAsync<InvalidOperationException>().WithMessage("cannot live");

        Phases.Reach($"{Key}/recover");
        await call.Should().NotThrowAsync();
    }

    [Fact]
    public async Task All_calls_that_wait_for_a_failed_activation_fail_and_it_is_not_deactivated()
    {
        Phases.Reach($"{Key}/fail-to-activate");

        var calls = Enumerable.Range(0, 20).Select(_ => Grain.Touch()).ToArray();

        foreach (var call in calls) await FluentActions.Awaiting(() => call).Should().ThrowAsync<InvalidOperationException>().WithMessage("cannot live");
        Journal.Read(Key).Should().OnlyContain(entry => entry.StartsWith("activate, state read 0"));
    }

    [Fact]
    public async Task A_timer_of_a_failed_activation_does_not_tick()
    {
        Phases.Reach($"{Key}/fail-to-activate");
        Phases.Reach($"{Key}/tick-from-birth");
        await FluentActions.Awaiting(() => Grain.Touch()).Should().ThrowAsync<InvalidOperationException>();
        Phases.Reach($"{Key}/recover");

        await Grain.Touch();
        await Phases.Wait($"{Key}/tick5");

        Journal.Read($"{Key}/ticks").Distinct().Should().Equal(await Grain.Touch());
    }

    [Fact]
    public async Task A_timer_ends_with_its_activation()
    {
        var first = await Grain.StartTimer();
        await Phases.Wait($"{Key}/tick3");

        await Grain.End();
        await Grain.Touch();
        var ticks = await Grain.Ticks();
        var other = _host.Grains.GetGrain<ILifeGrain>($"{Key}-other");
        await other.StartTimer();
        await Phases.Wait($"{Key}-other/tick10");

        (await Grain.Ticks()).Should().Be(ticks);
        Journal.Read($"{Key}/ticks").Distinct().Should().Equal(first);
    }

    [Fact]
    public async Task The_next_activation_begins_after_the_end_of_the_one_before_however_long_that_takes()
    {
        Phases.Reach($"{Key}/end-slowly");
        await Grain.End();
        await Phases.Wait($"{Key}/deactivated");

        var next = Grain.Note("called");
        await _host.Grains.GetGrain<ILifeGrain>($"{Key}-other").Touch();
        Journal.Read(Key).Should().Equal("activate, state read 0, service injected", "deactivate ApplicationRequested");
        Phases.Reach($"{Key}/may-end");
        await next;

        Journal.Read(Key).Skip(2).Should().Equal("ended", "activate, state read 1, service injected", "called");
    }

    [Fact]
    public async Task An_activation_that_ends_badly_has_ended_all_the_same()
    {
        Phases.Reach($"{Key}/end-badly");
        var first = await Grain.End();

        (await Grain.Touch()).Should().NotBe(first);
    }

    [Fact]
    public async Task Stopping_the_host_lets_calls_finish_and_deactivates_every_grain()
    {
        await Grain.Touch();
        var busy = _host.Grains.GetGrain<IGateGrain>(Key).Pass("last");
        await Phases.Wait($"{Key}/last/in");
        var stopping = _host.Stop();

        // The idle grain ends although another is still busy.
        await Phases.Wait($"{Key}/deactivated");
        Phases.Reach($"{Key}/last/out");
        await stopping;

        Journal.Read(Key).Should().ContainInOrder("deactivate ShuttingDown", "-last");
        await busy.ContinueWith(_ => { }, TaskScheduler.Default);
    }

    [Fact]
    public async Task A_stopped_host_takes_no_calls()
    {
        await _host.Stop();

        var call = async () => await Grain.Touch();

        await call.Should().ThrowAsync<Exception>();
        Journal.Read(Key).Should().BeEmpty();
    }
}
