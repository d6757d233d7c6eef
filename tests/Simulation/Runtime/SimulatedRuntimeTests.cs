using Cocoon.Simulation.Faults;
using Orleans.Storage;

namespace Cocoon.Simulation.Tests.Runtime;

/// <summary>What the simulated mode promises to those who read its findings.</summary>
public sealed class SimulatedRuntimeTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public void Half_an_hour_passes_as_fast_as_it_can() => SmallWorld.Run(async world =>
    {
        var before = world.Client.Time.GetUtcNow();
        await world.After(TimeSpan.FromMinutes(30));
        (world.Client.Time.GetUtcNow() - before).Should().Be(TimeSpan.FromMinutes(30));
    });

    [Fact]
    public void A_dropped_call_never_runs_and_its_caller_times_out() => SmallWorld.Run(async world =>
    {
        await world.Tally.Invoking(tally => tally.Add(1)).Should().ThrowAsync<TimeoutException>();
        (await world.Tally.Look()).Should().Be(0);
    }, new FaultStrike(FaultKind.CallDropped, 0));

    [Fact]
    public void A_call_whose_answer_is_lost_has_taken_effect() => SmallWorld.Run(async world =>
    {
        await world.Tally.Invoking(tally => tally.Add(1)).Should().ThrowAsync<TimeoutException>();
        (await world.Tally.Look()).Should().Be(1);
    }, new FaultStrike(FaultKind.CallReplyLost, 0));

    [Fact]
    public void A_duplicated_call_takes_effect_twice_where_nothing_prevents_it() => SmallWorld.Run(async world =>
    {
        (await world.Tally.Add(1)).Should().Be(1);
        await world.After(Timeout);
        (await world.Tally.Look()).Should().Be(2);
    }, new FaultStrike(FaultKind.CallDuplicated, 0));

    [Fact]
    public void A_failed_write_changes_nothing_and_the_grain_goes_on() => SmallWorld.Run(async world =>
    {
        await world.Tally.Invoking(tally => tally.Add(1)).Should().ThrowAsync<OrleansException>();
        (await world.Tally.Add(5)).Should().Be(5);
    }, new FaultStrike(FaultKind.StoreWriteFailed, 0));

    [Fact]
    public void A_write_that_took_effect_and_failed_is_found_by_the_next_activation() => SmallWorld.Run(async world =>
    {
        await world.Tally.Invoking(tally => tally.Add(1)).Should().ThrowAsync<OrleansException>();
        (await world.Tally.Add(5)).Should().Be(6);
    }, new FaultStrike(FaultKind.StoreWriteUnknown, 0));

    [Fact]
    public void A_grain_of_a_dead_silo_lives_on_elsewhere_with_all_that_was_stored() => SmallWorld.Run(async world =>
    {
        await world.Tally.Add(3);
        world.Silos[0].Kill();
        await world.After(TimeSpan.FromSeconds(20));
        (await world.Tally.Add(1)).Should().Be(4);
        world.Network.PlaceOf(SmallWorld.TallyId).Should().Be(world.Silos[1]);
    });

    [Fact]
    public void Whoever_waits_for_a_dead_silo_learns_that_the_outcome_is_unknown() => SmallWorld.Run(async world =>
    {
        var call = world.Tally.AddSlowly(1);
        await world.After(TimeSpan.FromSeconds(1));
        world.Silos[0].Kill();
        await FluentActions.Awaiting(() => call).Should().ThrowAsync<SiloUnavailableException>();
        await world.After(TimeSpan.FromSeconds(20));
        (await world.Tally.Look()).Should().Be(0);
    });

    [Fact]
    public void Of_two_lives_of_a_grain_only_one_can_write_and_the_other_ends() => SmallWorld.Run(async world =>
    {
        // The client sees the grain on the second silo; the first one still has its own.
        var first = world.Silos[0].Grains.GetGrain<ITallyGrain>("a");
        await world.Silos[0].Run(() => first.Add(1));
        (await world.Tally.Add(1)).Should().Be(2);
        world.Silos.Count(silo => silo.Silo.Directory.Of(SmallWorld.TallyId) is not null).Should().Be(2);
        await FluentActions.Awaiting(() => world.Silos[0].Run(() => first.Add(1))).Should().ThrowAsync<InconsistentStateException>();
        await world.Silos[0].Run(() => first.Add(1));
        (await world.Tally.Invoking(tally => tally.Add(1)).Should().ThrowAsync<InconsistentStateException>()).And.Should().NotBeNull();
        world.Database.All<TallyState>().Single().State.Sum.Should().Be(3);
    }, new FaultStrike(FaultKind.ActivationTwice, 1));

    [Fact]
    public void A_life_that_only_reads_learns_within_half_a_minute_what_the_other_wrote() => SmallWorld.Run(async world =>
    {
        var first = world.Silos[0].Grains.GetGrain<ITallyGrain>("a");
        await world.Silos[0].Run(() => first.Add(1));
        await world.Tally.Add(1);
        var stale = 0;
        await world.Silos[0].Run(async () => stale = await first.Look());
        stale.Should().Be(1, "it does not know yet");
        await world.After(Timeout);
        await world.Silos[0].Run(async () => stale = await first.Look());
        stale.Should().Be(2);
    }, new FaultStrike(FaultKind.ActivationTwice, 1));

    [Fact]
    public void Reminders_outlive_the_silo_that_set_them() => SmallWorld.Run(async world =>
    {
        await world.Tally.Remind();
        world.Silos[0].Kill();
        await world.After(TimeSpan.FromMinutes(3));
        (await world.Tally.Look()).Should().BeGreaterThanOrEqualTo(2);
    });

    [Fact]
    public void A_full_disk_refuses_and_loses_nothing() => SmallWorld.Run(async world =>
    {
        await world.Tally.Add(2);
        await world.Tally.Invoking(tally => tally.Add(1)).Should().ThrowAsync<OrleansException>();
        await world.After(Timeout);
        (await world.Tally.Add(1)).Should().Be(3);
    }, new FaultStrike(FaultKind.StoreFull, 1));
}
