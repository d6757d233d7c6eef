using Cocoon.Client;
using Cocoon.Client.Cluster;
using Cocoon.Core.Market;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Cocoon.Silo.Canaries;

/// <summary>Gives a core silo its probes.</summary>
internal static class CanaryServices
{
    private const string Name = "canary";

    public static void AddCanaries(this IServiceCollection services, CanaryOptions options, MarketParameters market, Random dice)
    {
        services.AddSingleton(options);
        services.AddCocoonClient(Name, client =>
        {
            (client.Channel, client.VoucherSeed, client.VoucherFolder) = (options.Channel, options.VoucherSeed, options.VoucherFolder);
            (client.NetworkId, client.MarketKey) = (market.NetworkId, market.MarketKey);
        }, (provider, client) => new ClusterTransport(
            provider.GetRequiredService<IGrainFactory>(), client, new ClusterClientOptions { Registry = market.Registry }, entropy: null, provider.GetRequiredService<TimeProvider>()));
        services.AddSingleton(static provider => new CanaryRound(
            provider.GetRequiredKeyedService<ICocoonClient>(Name), provider.GetRequiredService<IGrainFactory>(), provider.GetRequiredService<MarketParameters>(),
            provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILogger<CanaryRound>>()));
        services.AddHostedService(provider => ActivatorUtilities.CreateInstance<CanaryAgent>(provider, dice));
    }
}
