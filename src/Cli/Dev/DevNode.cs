using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using Cocoon.Admin.Hosting;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Gateway.Hosting;
using Cocoon.Gateway.Providers;
using Cocoon.Grains;
using Cocoon.Grains.Channels;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;
using Cocoon.Telemetry.Hosting;
using Cocoon.Telemetry.Prometheus;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.Cli.Dev;

/// <summary>The off-chain half: one process with silo (core and provider roles) and gateway.</summary>
internal sealed class DevNode : IAsyncDisposable
{
    /// <summary>Prices of the demo provider; high, so that one short answer shows in the balances.</summary>
    public static readonly PriceList Prices = new(Nano.FromTon(20), Nano.FromTon(5), Nano.FromTon(60), Nano.FromTon(60));

    /// <summary>Id and service of the cluster that a silo by itself on loopback is.</summary>
    public const string Cluster = "default";

    private static readonly Nano KeeperDailyLimit = Nano.FromTon(2);

    private readonly WebApplication _app;
    private readonly DevNetwork _network;

    private DevNode(WebApplication app, DevNetwork network, ApiKey apiKey, ModelFolder model)
    {
        _app = app;
        _network = network;
        ApiKey = apiKey;
        Model = model;
    }

    public ApiKey ApiKey { get; }
    public ModelFolder Model { get; }
    public IServiceProvider Services => _app.Services;
    public IGrainFactory Grains => Services.GetRequiredService<IGrainFactory>();

    /// <summary>Where machines that dial out reach the silo; null where the build's runtime is one process.</summary>
    public IPEndPoint? Silo => CocoonSilo.GatewayOf(Services);

    public Uri Address => new(_app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First());

    /// <summary>Starts the node; the options of <paramref name="options"/> that name folders must exist.</summary>
    public static async Task<DevNode> Start(DevNetwork network, MarketParameters rules, ModelFolder model, DevNodeOptions options, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        AddLogging(builder.Logging, options.LogLevel);
        builder.WebHost.UseKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(IPAddress.Loopback, options.Port);
        });
        builder.AddCocoonTelemetry(options.Telemetry ?? new CocoonTelemetryOptions());
        options.Configure?.Invoke(network, builder.Services);
        var silo = SiloOptions(network, rules, options, model);
        options.Silo?.Invoke(network, silo);
        builder.AddCocoonSilo(silo);
        builder.Services.AddCocoonGateway(gateway => Configure(gateway, network, rules, options));
        DevAdmin.Add(builder.Services, network, rules);
        options.Override?.Invoke(builder);
        var app = builder.Build();
        app.UseCocoonTelemetry();
        app.MapCocoonGateway();
        // The node listens on loopback only, so the one port does for callers and for operators.
        app.MapMetrics();
        app.MapCocoonAdmin();
        await RequireServices(app);
        var node = new DevNode(app, network, ApiKey.New(network.Client.Address, new FixedEntropy(network.Keys.ApiSecret)), model);
        try
        {
            await app.StartAsync(cancellationToken);
            await node.OpenAccount(cancellationToken);
            return node;
        }
        catch (Exception e)
        {
            await node.DisposeAsync();
            if (e is IOException { InnerException: AddressInUseException or SocketException })
                throw new CliException($"Port {options.Port} is taken. Stop the program that uses it, or choose another port with --port.");
            throw;
        }
    }

    internal static void AddLogging(ILoggingBuilder logging, LogLevel own)
    {
        logging.ClearProviders().AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning)
            .AddFilter("Cocoon", own).AddFilter("Orleans", LogLevel.Error)
            // The command says in one sentence why a start failed; the host would put its stack trace before it.
            .AddFilter("Microsoft.Extensions.Hosting", LogLevel.Critical);
        logging.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
    }

    /// <summary>Waits until the provider's offer is on the market.</summary>
    public Task WaitForOffer(CancellationToken cancellationToken) =>
        DevWallet.Until(async () => !(await Grains.Market(Model.Id).Snapshot()).IsEmpty, "the provider's offer", cancellationToken);

    public Task<ChannelView> Channel() => Grains.Channel(_network.Channel).View();

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    /// <summary>
    /// Makes everything that will run before any of it starts: a damaged state file or model shows here, while there is
    /// nothing to stop. (The framework cannot stop a host that failed to make its services.)
    /// </summary>
    private static async Task RequireServices(WebApplication app)
    {
        try
        {
            _ = app.Services.GetServices<IHostedService>().Count();
        }
        catch
        {
            await app.DisposeAsync();
            throw;
        }
    }

    private async Task OpenAccount(CancellationToken cancellationToken)
    {
        var account = Grains.Account(_network.Client.Address);
        await account.AddKey(ApiKey.Id, "demo", ApiKey.SecretHash);
        await account.AddChannel(_network.Channel, cancellationToken);
    }

    private static CocoonSiloOptions SiloOptions(DevNetwork network, MarketParameters rules, DevNodeOptions options, ModelFolder model) => new()
    {
        StatePath = Path.Combine(options.StateFolder, "market.db"),
        ChainEndpoint = network.ChainApi,
        Market = rules,
        MarketKey = network.Keys.Market,
        OperatorKey = network.Keys.Operator,
        // The gateway of this process drains, and nobody else has leases.
        Limits = new SiloSettings { DrainSeconds = 0 },
        Provider = new ProviderRoleOptions { Wallet = network.Provider.Address, ModelFolders = [model.FullPath], Prices = Prices },
    };

    private static void Configure(GatewayOptions gateway, DevNetwork network, MarketParameters rules, DevNodeOptions options)
    {
        gateway.Registry = rules.Registry;
        gateway.ModelFolders = [ProjectRoot.Model];
        gateway.AdminKeyHash = new HexBytes(SHA256.HashData(Encoding.UTF8.GetBytes(network.Keys.AdminKey)));
        gateway.Playground = true;
        gateway.Login.Domains = ["127.0.0.1", "localhost"];
        gateway.Stake = new StakeOptions
        {
            Slasher = network.Market.Address, Arbiter = network.Market.Address, Beneficiary = network.Vault,
            Unbonding = TimeSpan.FromHours(4), SlashDelay = TimeSpan.FromHours(1), AppealTimeout = TimeSpan.FromHours(2), Least = Nano.FromTon(10),
        };
        if (!options.KeepVouchers) return;
        gateway.VoucherKeeper = new VoucherKeeperOptions { Channel = network.Channel, Key = network.Keys.Voucher, DailyLimit = KeeperDailyLimit };
    }

    /// <summary>Gives back stored bytes, so that the API key is the same after every start.</summary>
    private sealed class FixedEntropy(byte[] stored) : IEntropy
    {
        public void Fill(Span<byte> bytes) => stored.CopyTo(bytes);
    }
}
