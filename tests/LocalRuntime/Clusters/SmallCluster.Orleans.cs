using Cocoon.LocalRuntime.Tests.Faults;
using Cocoon.LocalRuntime.Tests.Storage;
using Cocoon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.TestingHost;

namespace Cocoon.LocalRuntime.Tests.Clusters;

/// <summary>Three silos in this process that share a store (the one with faults), reminders and a directory, and notice a dead one within seconds.</summary>
public sealed class SmallCluster : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ForgetfulDirectory _directory = new();
    private readonly SqliteStore _store;
    private readonly InProcessTestCluster _cluster;

    public SmallCluster()
    {
        _store = SqliteStore.Open(_folder.File("cluster.db"));
        var builder = new InProcessTestClusterBuilder(3);
        builder.Options.InitializeClientOnDeploy = false;
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSilo((_, silo) => Configure(silo));
        builder.ConfigureSiloHost((_, host) => host.Logging.SetMinimumLevel(LogLevel.None));
        _cluster = builder.Build();
    }

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public Task InitializeAsync() => _cluster.DeployAsync();

    public async Task DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Dispose();
    }

    /// <summary>The grain as a silo sees it.</summary>
    public static IWandererGrain Wanderer(InProcessSiloHandle from, string key) => from.ServiceProvider.GetRequiredService<IGrainFactory>().GetGrain<IWandererGrain>(key);

    public void Forget(IWandererGrain grain) => _directory.Forget(grain.GetGrainId());

    /// <summary>
    /// Ends a silo with all that it was doing: no grain there is told, no call answered. In one process it cannot help telling
    /// the membership table with its last breath; where that fails, probes find out.
    /// </summary>
    public Task Kill(InProcessSiloHandle silo) => _cluster.KillSiloAsync(silo);

    /// <summary>Completes when a silo knows that another is dead.</summary>
    public static async Task Notice(InProcessSiloHandle silo, SiloAddress dead)
    {
        using var deadline = new CancellationTokenSource(Patience);
        await foreach (var members in silo.ServiceProvider.GetRequiredService<IClusterMembershipService>().MembershipUpdates.WithCancellation(deadline.Token))
            if (members.GetSiloStatus(dead) == Orleans.Runtime.SiloStatus.Dead) return;
    }

    private void Configure(ISiloBuilder silo)
    {
        silo.Services.AddGrainStorage(FaultyStorage.Name, (_, _) => new FaultyStorage(new SqliteGrainStorage(_store, new SqliteStoreOptions().Json)));
        silo.Services.AddSingleton<IReminderTable>(new SqliteReminderTable(_store));
        silo.Services.AddGrainDirectory(ForgetfulDirectory.Name, (_, _) => _directory);
        silo.AddReminders();
        silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(100));
        silo.Configure<ClusterMembershipOptions>(options =>
        {
            options.ProbeTimeout = TimeSpan.FromMilliseconds(500);
            options.NumMissedProbesLimit = 2;
            options.NumVotesForDeathDeclaration = 1;
            options.TableRefreshTimeout = TimeSpan.FromSeconds(1);
        });
    }
}
