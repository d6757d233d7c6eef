using Cocoon.Core.Money;
using Cocoon.Failures.Tests.Cluster;

namespace Cocoon.Failures.Tests;

/// <summary>Silos whose clocks are a minute apart, more than jobs take (docs/failures.md).</summary>
public sealed class ClockTests
{
    [Fact]
    public async Task A_silo_with_a_wrong_clock_refuses_and_ends_holds_and_charges_nothing()
    {
        await using var cluster = await MarketCluster.Start(silo => TimeSpan.FromMinutes(1) * silo);
        var ahead = cluster.Silos.Single(silo => silo.ServiceProvider.GetService(typeof(TimeProvider)) is SkewedTime time && time.GetUtcNow() > DateTimeOffset.UtcNow.AddSeconds(30));
        var (right, wrong) = ahead == cluster.Silos[0] ? (1, 0) : (0, 1);
        var job = cluster.NewJob();
        var deadline = DateTimeOffset.UtcNow.AddSeconds(45);
        await cluster.On(right).Open();
        await cluster.On(right).Hold(job, new Nano(100), deadline);

        // The channel comes to live on the other silo too, which reads the same record by its own clock.
        cluster.Forget();
        var late = () => cluster.On(wrong).Hold(cluster.NewJob(), new Nano(100), deadline);
        (await late.Should().ThrowAsync<Grains.RefusedException>()).Which.Code.Should().Be(RefusalCode.DeadlineInvalid);

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!(await cluster.On(wrong).View()).Held.IsZero) await again.WaitForNextTickAsync(patience.Token);
        (await cluster.On(wrong).View()).Charged.IsZero.Should().BeTrue();
        // And whoever granted the hold can no longer act on it.
        await FluentActions.Awaiting(() => cluster.On(right).Void(job)).Should().ThrowAsync<Orleans.Storage.InconsistentStateException>();
    }
}
