using Cocoon.Core.Accounts;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Grains;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.Hosting;

namespace Cocoon.Cli.Dev;

/// <summary>A machine without a TEE that dials out to a development network, as a provider's at home would (docs/open-tier.md). It has the tier "open".</summary>
internal sealed class DevEdge : IAsyncDisposable
{
    /// <summary>Half of what the other provider asks: whoever runs this machine can read what is asked.</summary>
    private static readonly PriceList Prices = new(Nano.FromTon(10), new Nano(2_500_000_000), Nano.FromTon(30), Nano.FromTon(30));

    /// <summary>Less than a terminal waits for the whole market to stop.</summary>
    private const int DrainSeconds = 10;

    private readonly IHost _host;

    private DevEdge(IHost host, AccountAddress wallet)
    {
        _host = host;
        Wallet = wallet;
    }

    public AccountAddress Wallet { get; }

    /// <exception cref="CliException">The build's runtime is one process, so that nobody can dial out to it.</exception>
    public static void RequireRuntime()
    {
        if (!CocoonSilo.CanCluster)
            throw new CliException($"This build runs on {CocoonSilo.Runtime}, which is one process: no machine can dial out to it. --edge needs a build with the Orleans packages (see README.md).");
    }

    /// <summary>Starts it, and waits until its offer is on the market.</summary>
    /// <param name="node">The market.</param>
    /// <param name="network">Its chain and keys.</param>
    /// <param name="rules">Its rules.</param>
    /// <param name="options">How the node runs.</param>
    /// <param name="cancellationToken">Stops starting.</param>
    public static async Task<DevEdge> Start(DevNode node, DevNetwork network, MarketParameters rules, DevNodeOptions options, CancellationToken cancellationToken)
    {
        var wallet = new DevWallet(network.Keys.Edge, network.Ton).Address;
        var builder = Microsoft.Extensions.Hosting.Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        DevNode.AddLogging(builder.Logging, options.LogLevel);
        builder.AddCocoonClient(new CocoonClientOptions
        {
            Cluster = new ClusterSettings { Id = DevNode.Cluster, Service = DevNode.Cluster },
            // It sees no database of the market.
            Postgres = new DatabaseSettings(),
            Gateways = [node.Silo ?? throw new InvalidOperationException("The silo takes no clients.")],
            Provider = new ProviderRoleOptions { Wallet = wallet, ModelFolders = [node.Model.FullPath], Prices = Prices },
            WalletKey = network.Keys.Edge,
            // All on one machine.
            RaTls = false,
            // It stops before the market's gateway, whose callers get the rest of their answers.
            Limits = new SiloSettings { DrainSeconds = DrainSeconds },
            ChainEndpoint = network.ChainApi,
            Market = rules,
        });
        var edge = new DevEdge(builder.Build(), wallet);
        try
        {
            await edge._host.StartAsync(cancellationToken);
            await DevWallet.Until(async () => (await node.Grains.Market(node.Model.Id).Snapshot()).Any(offer => offer.Provider == wallet), "the offer of the machine that dials out", cancellationToken);
            return edge;
        }
        catch
        {
            await edge.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
