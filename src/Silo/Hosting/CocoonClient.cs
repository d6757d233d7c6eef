using Cocoon.Silo.Edge;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Silo.Hosting;

/// <summary>Adds a client of the silos to a host: what a gateway's own process calls grains with, and a machine outside of the cluster its edge grain.</summary>
public static class CocoonClient
{
    /// <summary>
    /// The host starts once a silo has been reached, and waits for one as long as it takes. Later losses of silos heal by
    /// themselves; calls fail meanwhile.
    /// </summary>
    /// <exception cref="PlatformNotSupportedException">This build runs on LocalRuntime, which is one process.</exception>
    public static IHostApplicationBuilder AddCocoonClient(this IHostApplicationBuilder builder, CocoonClientOptions options)
    {
        if (options is { Provider: { } own, WalletKey: { } key }) builder.Services.AddOpenEvidence(own.Wallet, key, options.Market);
        CocoonSilo.AddMarket(builder.Services, options.Market, options.Trust, options.ChainEndpoint, options.ChainApiKey);
        RuntimeHosting.UseClient(builder, options);
        // After the runtime, which its services call.
        if (options.Provider is { } provider) builder.Services.AddEdge(provider, options.Limits);
        return builder;
    }
}
