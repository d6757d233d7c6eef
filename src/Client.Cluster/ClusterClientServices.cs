using Cocoon.Client;
using Cocoon.Client.Cluster;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Registers a client over the cluster with a host that has an <see cref="IGrainFactory"/>.</summary>
public static class ClusterClientServices
{
    /// <summary>Adds <see cref="ICocoonClient"/> as a singleton over the cluster's grains; wrong settings stop the host at start.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Settings of the client; it needs neither endpoint nor key.</param>
    /// <param name="configureCluster">How the market is used.</param>
    public static IServiceCollection AddCocoonClusterClient(
        this IServiceCollection services, Action<CocoonClientOptions> configure, Action<ClusterClientOptions> configureCluster)
    {
        var cluster = new ClusterClientOptions();
        configureCluster(cluster);
        if (!cluster.Registry.IsSet) throw new ArgumentException("ClusterClient:Registry is missing. Set it to the market's registry contract.", nameof(configureCluster));
        services.AddCocoonClient("", configure, (provider, options) => new ClusterTransport(
            provider.GetRequiredService<IGrainFactory>(), options, cluster, entropy: null, provider.GetService<TimeProvider>()));
        return services.AddSingleton<ICocoonClient>(static provider => provider.GetRequiredKeyedService<CocoonClient>(""));
    }
}
