using Cocoon.Core.Money;
using Cocoon.Failures.Tests.Cluster;
using Cocoon.Grains;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Orleans.Configuration;

namespace Cocoon.Failures.Tests;

/// <summary>Silos that have more work or more grains than they can carry (docs/failures.md). The thresholds are moved, not the machine's load.</summary>
public sealed class SheddingTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private MarketCluster _cluster = null!;

    public async Task InitializeAsync() => _cluster = await MarketCluster.Start();

    public Task DisposeAsync() => _cluster.DisposeAsync().AsTask();

    [Fact]
    public async Task A_silo_over_its_limits_turns_callers_away_at_the_door_and_takes_them_again_by_itself()
    {
        var channel = _cluster.Gateway.Channel(MarketCluster.Channel);
        await channel.Open();

        Limits(options => options.MemoryThreshold = 0);
        (await Eventually(() => channel.View(), failed => failed is not null)).Should().BeOfType<GatewayTooBusyException>();
        await _cluster.On(0).View();

        Limits(options => options.MemoryThreshold = 100);
        (await Eventually(() => channel.View(), failed => failed is null)).Should().BeNull();
    }

    [Fact]
    public async Task Under_memory_pressure_idle_grains_leave_memory_and_come_back_with_all_they_had()
    {
        await _cluster.On(0).Open();
        await _cluster.On(0).Hold(_cluster.NewJob(), new Nano(100), DateTimeOffset.UtcNow.AddMinutes(4));
        var management = _cluster.Gateway.GetGrain<IManagementGrain>(0);
        (await Channels(management)).Should().Be(1);

        Memory(limit: 0.000_2, target: 0.000_1);
        using var patience = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (await Channels(management) > 0)
        {
            // Orleans looks at memory after a full collection only.
            GC.Collect();
            await again.WaitForNextTickAsync(patience.Token);
        }

        Memory(limit: 100, target: 99);
        (await _cluster.On(1).View()).Held.Value.Should().Be(100);
    }

    private static async Task<int> Channels(IManagementGrain management) =>
        (await management.GetDetailedGrainStatistics()).Count(grain => grain.GrainId.Type == GrainType.Create("paymentchannel"));

    private void Limits(Action<LoadSheddingOptions> change)
    {
        foreach (var silo in _cluster.Silos) Set(silo.ServiceProvider, change);
    }

    private void Memory(double limit, double target)
    {
        foreach (var silo in _cluster.Silos)
            Set<GrainCollectionOptions>(silo.ServiceProvider, options => (options.MemoryUsageLimitPercentage, options.MemoryUsageTargetPercentage) = (limit, target));
    }

    private static void Set<TOptions>(IServiceProvider silo, Action<TOptions> change) where TOptions : class => change(silo.GetRequiredService<IOptions<TOptions>>().Value);

    /// <summary>Repeats a call until its outcome is as wanted; silos look at their load once a second.</summary>
    private static async Task<Exception?> Eventually(Func<Task> call, Func<Exception?, bool> isWanted)
    {
        using var patience = new CancellationTokenSource(Patience);
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            Exception? outcome = null;
            try
            {
                await call();
            }
            catch (OrleansException e)
            {
                outcome = e;
            }
            if (isWanted(outcome)) return outcome;
            await again.WaitForNextTickAsync(patience.Token);
        }
    }
}
