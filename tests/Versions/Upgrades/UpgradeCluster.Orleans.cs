using System.Collections.Concurrent;
using System.Reflection;
using Cocoon.Storage;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Runtime.Hosting;
using Orleans.Serialization.Configuration;
using Orleans.TestingHost;
using Orleans.Versions.Compatibility;
using Orleans.Versions.Selector;

namespace Cocoon.Versions.Tests.Upgrades;

/// <summary>Silos of two versions in this process, which share a store. Each knows only the grains of its own version.</summary>
internal sealed class UpgradeCluster : IAsyncDisposable
{
    private static readonly Assembly Now = typeof(Versions.Now.IPurseGrain).Assembly;
    private static readonly Assembly Next = typeof(Versions.Next.IPurseGrain).Assembly;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("cocoon-upgrade-");
    private readonly SqliteStore _store;
    private readonly InProcessTestCluster _cluster;
    private readonly ConcurrentDictionary<string, bool> _isNext = new();
    private volatile bool _startsNext;

    private UpgradeCluster(int silos)
    {
        _store = SqliteStore.Open(Path.Combine(_folder.FullName, "market.db"));
        var builder = new InProcessTestClusterBuilder((short)silos);
        builder.Options.ConfigureFileLogging = false;
        builder.ConfigureSiloHost((_, host) => host.Logging.SetMinimumLevel(LogLevel.None));
        builder.ConfigureSilo((options, silo) => Configure(silo, _isNext.GetOrAdd(options.SiloName, _startsNext)));
        // The callers that are there before, during and after the upgrade, as a gateway is.
        builder.ConfigureClient(client =>
        {
            Remove(client.Services, Next);
            client.Configure<ClientMessagingOptions>(options => options.ResponseTimeout = TimeSpan.FromSeconds(10));
        });
        _cluster = builder.Build();
    }

    public IGrainFactory Callers => _cluster.Client;

    public IReadOnlyList<InProcessSiloHandle> Silos => _cluster.Silos;

    public static async Task<UpgradeCluster> Start(int silos)
    {
        var cluster = new UpgradeCluster(silos);
        await cluster._cluster.DeployAsync();
        return cluster;
    }

    /// <summary>Adds a silo of the next version, and waits until every silo knows what it hosts.</summary>
    public async Task<InProcessSiloHandle> Add()
    {
        _startsNext = true;
        var added = await _cluster.StartAdditionalSiloAsync();
        await Task.WhenAll(Silos.Select(silo => Knows(silo, added.SiloAddress))).WaitAsync(Patience);
        return added;
    }

    /// <summary>Stops a silo in good order.</summary>
    public Task Stop(InProcessSiloHandle silo) => _cluster.StopSiloAsync(silo);

    public bool IsNext(InProcessSiloHandle silo) => _isNext[silo.Name];

    public async ValueTask DisposeAsync()
    {
        await _cluster.DisposeAsync();
        await _store.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    private static async Task Knows(InProcessSiloHandle silo, SiloAddress other)
    {
        await foreach (var manifest in silo.ServiceProvider.GetRequiredService<IClusterManifestProvider>().Updates)
            if (manifest.Silos.ContainsKey(other)) return;
    }

    private void Configure(ISiloBuilder silo, bool isNext)
    {
        Remove(silo.Services, isNext ? Now : Next);
        silo.Services.AddGrainStorage(Grains.Stores.Ledger, (_, _) => new SqliteGrainStorage(_store, new SqliteStoreOptions().Json));
        silo.Configure<GrainVersioningOptions>(options =>
        {
            options.DefaultCompatibilityStrategy = nameof(BackwardCompatible);
            options.DefaultVersionSelectorStrategy = nameof(LatestVersion);
        });
    }

    /// <summary>Orleans takes all that is loaded, and both versions are loaded here.</summary>
    public static void Remove(IServiceCollection services, Assembly version)
    {
        foreach (var found in services.Where(service => service.ServiceType == typeof(IConfigureOptions<TypeManifestOptions>) && service.ImplementationType?.Assembly == version).ToList())
            services.Remove(found);
    }
}
