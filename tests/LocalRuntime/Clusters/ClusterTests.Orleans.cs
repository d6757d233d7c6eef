using Cocoon.LocalRuntime.Tests.Hosting;
using Orleans.Storage;

namespace Cocoon.LocalRuntime.Tests.Clusters;

/// <summary>
/// What the simulator takes for granted about a cluster, said of Orleans in the same sentences as of the simulator
/// (tests/Simulation/Runtime/SimulatedRuntimeTests). Each test has a cluster of its own, because it ends one of its silos.
/// </summary>
public sealed class ClusterTests : IAsyncLifetime
{
    private readonly SmallCluster _cluster = new();
    private readonly string _key = Guid.NewGuid().ToString("N");

    public Task InitializeAsync() => _cluster.InitializeAsync();

    public Task DisposeAsync() => _cluster.DisposeAsync();

    private IWandererGrain On(int silo) => SmallCluster.Wanderer(_cluster.Silos[silo], _key);

    [Fact]
    public async Task A_grain_of_a_dead_silo_lives_on_elsewhere_with_all_that_was_stored()
    {
        var (first, second) = (On(0), On(1));
        var before = await first.Add(3);
        (await second.Add(1)).Should().Be(before with { Total = 4 }, "there is one of it for the whole cluster");
        var (dead, other) = (_cluster.Silos[0], _cluster.Silos[1]);
        before.Silo.Should().Be(dead.Name);

        await _cluster.Kill(dead);
        await SmallCluster.Notice(other, dead.SiloAddress);

        var after = await second.Add(1);
        after.Total.Should().Be(5);
        after.Silo.Should().Be(other.Name);
    }

    [Fact]
    public async Task Whoever_waits_for_a_dead_silo_learns_that_the_outcome_is_unknown()
    {
        await On(0).Add(1);
        var (second, dead) = (On(1), _cluster.Silos[0]);
        var call = second.AddSlowly(10);
        await Phases.Wait($"{_key}/slow/in");

        await _cluster.Kill(dead);

        await FluentActions.Awaiting(() => call).Should().ThrowAsync<SiloUnavailableException>();
        (await second.Add(100)).Total.Should().Be(101, "the call again reaches a new activation, and the one that was cut off had not written");
    }

    [Fact]
    public async Task Of_two_lives_of_a_grain_only_one_can_write_and_the_other_ends()
    {
        var (first, second) = (On(0), On(1));
        var one = await first.Add(1);
        _cluster.Forget(first);
        var other = await second.Add(10);
        (other.Total, other.Silo).Should().Be((11, _cluster.Silos[1].Name));
        other.Activation.Should().NotBe(one.Activation, "the directory had forgotten the first");

        await first.Invoking(grain => grain.Add(100)).Should().ThrowAsync<InconsistentStateException>();

        var next = await first.Add(1_000);
        next.Total.Should().Be(1_011, "what conflicted was not stored, and what the other wrote is known");
        next.Activation.Should().NotBe(one.Activation);
    }

    [Fact]
    public async Task Reminders_outlive_the_silo_that_set_them()
    {
        await On(0).Remind(TimeSpan.FromMilliseconds(500));
        var ticks = _cluster.Silos.ToDictionary(silo => silo, silo => Phases.Wait($"{_key}/ticked/{silo.Name}"));
        await await Task.WhenAny(ticks.Values);
        var dead = ticks.First(tick => tick.Value.IsCompleted).Key;

        await _cluster.Kill(dead);

        await await Task.WhenAny(ticks.Where(tick => tick.Key != dead).Select(tick => tick.Value));
    }
}
