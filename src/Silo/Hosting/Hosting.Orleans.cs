using System.Net;
using System.Net.Sockets;
using Cocoon.Attestation.Policy;
using Cocoon.Silo.Operations;
using Cocoon.Silo.Placement;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Versions.Compatibility;
using Orleans.Versions.Selector;

namespace Cocoon.Silo.Hosting;

/// <summary>The grain runtime of this build: Orleans, a silo by itself on loopback or one of a cluster.</summary>
internal static class RuntimeHosting
{
    public const string Name = "Orleans";

    public const bool CanCluster = true;

    /// <summary>Percent of memory below the point where calls are turned away at which idle grains are sent away.</summary>
    private const int CollectEarlier = 10;

    /// <summary>And how many percent more those make room for, so that it does not happen all the time.</summary>
    private const int CollectMore = 5;

    /// <summary>How often a client looks for new silos, and forgets those that left.</summary>
    private static readonly TimeSpan LookForSilos = TimeSpan.FromSeconds(5);

    public static void Use(IHostApplicationBuilder builder, CocoonSiloOptions options, Action<ISiloBuilder> configure) => builder.UseOrleans(silo =>
    {
        if (options.Cluster is { } cluster) ClusterHosting.Join(silo, options, cluster);
        else silo.UseLocalhostClustering(FreePort(), FreePort());
        silo.UseCocoonPlacement(options.Role == SiloRole.Core ? ImageRole.Core : ImageRole.Provider, options.Provider?.Wallet.Raw);
        silo.Configure<GrainVersioningOptions>(Upgrade);
        Shed(silo, options.Limits.LoadShedding);
        if (options.Dashboard) AddDashboard(silo);
        configure(silo);
    });

    public static void UseClient(IHostApplicationBuilder builder, CocoonClientOptions options) => builder.UseOrleansClient(client =>
    {
        ClusterHosting.Join(client, options);
        client.Configure<ClientMessagingOptions>(messaging =>
        {
            messaging.ResponseTimeout = TimeSpan.FromSeconds(options.Limits.ResponseTimeoutSeconds);
            messaging.CancelRequestOnTimeout = true;
        });
        client.Configure<GatewayOptions>(gateways => gateways.GatewayListRefreshPeriod = LookForSilos);
        // Which grains there are, too: a gateway that started before the first provider's silo would otherwise know of no engine for a minute.
        client.Configure<TypeManagementOptions>(types => types.TypeMapRefreshInterval = LookForSilos);
        client.UseConnectionRetryFilter<ConnectionRetry>();
    });

    /// <summary>Where clients reach the silo of this process; null for one that takes none. Once it has started.</summary>
    public static IPEndPoint? GatewayOf(IServiceProvider services) => services.GetRequiredService<ILocalSiloDetails>().GatewayAddress?.Endpoint;

    public static void AddMembershipCheck(IHealthChecksBuilder health) => health.AddCheck<MembershipCheck>("membership");

    /// <summary>While silos are replaced, grains move to new ones and do not go back (docs/upgrades.md).</summary>
    private static void Upgrade(GrainVersioningOptions options)
    {
        options.DefaultCompatibilityStrategy = nameof(BackwardCompatible);
        options.DefaultVersionSelectorStrategy = nameof(LatestVersion);
    }

    private static void AddDashboard(ISiloBuilder silo)
    {
        // Its live log would be the one place where log lines leave the machine unseen.
        silo.AddDashboard(dashboard => dashboard.HideTrace = true);
        silo.Services.AddSingleton<IOperationsEndpoints, OrleansDashboard>();
    }

    private static void Shed(ISiloBuilder silo, LoadSheddingSettings limits)
    {
        silo.Configure<LoadSheddingOptions>(options =>
        {
            options.LoadSheddingEnabled = true;
            options.CpuThreshold = limits.Cpu;
            options.MemoryThreshold = limits.Memory;
        });
        silo.Configure<GrainCollectionOptions>(options =>
        {
            options.EnableActivationSheddingOnMemoryPressure = true;
            options.MemoryUsageLimitPercentage = limits.Memory - CollectEarlier;
            options.MemoryUsageTargetPercentage = limits.Memory - CollectEarlier - CollectMore;
        });
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
