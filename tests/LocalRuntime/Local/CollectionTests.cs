using Cocoon.LocalRuntime.Tests.Hosting;
using Orleans.Configuration;

namespace Cocoon.LocalRuntime.Tests.Local;

public sealed class CollectionTests : TimedHost
{
    [Fact]
    public async Task An_idle_grain_ends_after_its_age()
    {
        var grain = Grains.GetGrain<IIdleGrain>(Key);
        var first = await grain.Touch();

        Pass(minutes: 14);
        (await grain.Touch()).Should().Be(first);
        Pass(minutes: 14);
        (await grain.Touch()).Should().Be(first, "each call starts the age anew");
        Pass(minutes: 16);
        await Phases.Wait($"{Key}/ended");

        Journal.Read(Key).Should().Equal("ActivationIdle");
        (await grain.Touch()).Should().NotBe(first);
    }

    [Fact]
    public async Task The_age_may_differ_by_class()
    {
        await Grains.GetGrain<IShortLivedGrain>(Key).Touch();

        Pass(minutes: 3);

        await Phases.Wait($"{Key}/ended");
    }

    [Fact]
    public async Task A_class_may_be_kept_alive()
    {
        var first = await Grains.GetGrain<IEternalGrain>(Key).Touch();

        Pass(minutes: 100);

        (await Grains.GetGrain<IEternalGrain>(Key).Touch()).Should().Be(first);
    }

    [Fact]
    public async Task A_grain_may_delay_its_end_and_take_that_back()
    {
        var grain = Grains.GetGrain<IIdleGrain>(Key);
        var first = await grain.Touch();
        await grain.Delay(TimeSpan.FromHours(1));
        Pass(minutes: 59);
        (await grain.Touch()).Should().Be(first);
        await grain.Delay(TimeSpan.Zero);

        Pass(minutes: 16);

        await Phases.Wait($"{Key}/ended");
    }

    [Fact]
    public async Task A_timer_does_not_count_as_use()
    {
        await Grains.GetGrain<IIdleGrain>(Key).StartTimer(keepAlive: false);
        await PassTickByTick(ticks: 20);

        await Phases.Wait($"{Key}/ended");
    }

    [Fact]
    public async Task A_timer_that_keeps_alive_counts_as_use()
    {
        var first = await Grains.GetGrain<IIdleGrain>(Key).Touch();
        await Grains.GetGrain<IIdleGrain>(Key).StartTimer(keepAlive: true);

        await PassTickByTick(ticks: 40);

        (await Grains.GetGrain<IIdleGrain>(Key).Touch()).Should().Be(first);
    }

    protected override void Configure(ISiloBuilder silo) => silo.Configure<GrainCollectionOptions>(options =>
        options.ClassSpecificCollectionAge[typeof(ShortLivedGrain).FullName!] = TimeSpan.FromMinutes(2));

    private void Pass(int minutes)
    {
        for (var i = 0; i < minutes; i++) Time.Advance(TimeSpan.FromMinutes(1));
    }

    private async Task PassTickByTick(int ticks)
    {
        for (var i = 0; i < ticks && !Phases.IsReached($"{Key}/ended"); i++)
        {
            var nextTickSet = Time.WhenSet(IdleGrainBase.TimerPeriod);
            Time.Advance(IdleGrainBase.TimerPeriod);
            await Task.WhenAny(nextTickSet, Phases.Wait($"{Key}/ended"));
        }
    }
}
