using System.Net;
using Cocoon.Cli;
using Cocoon.Cli.Dev;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;
using Cocoon.Inference;
using Cocoon.Inference.Cpu;
using Cocoon.Inference.Models;
using Cocoon.Silo.Hosting;
using Cocoon.Silo.Settings;
using Cocoon.Ton.Crypto;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Cocoon.CrashHost.Chaos;

/// <summary>
/// A machine that dials out to a silo that is somebody else's process: the cheaper one never gets beyond the first token of an
/// answer, the other one answers. Usage: edge STATE CHAIN-API SILO stalls|answers
/// </summary>
public static class EdgeRole
{
    /// <summary>The cheaper of the two.</summary>
    public const string Stalls = "stalls";

    public const string Answers = "answers";

    internal static async Task Run(string stateFolder, Uri chainApi, IPEndPoint silo, string way, CancellationToken cancellationToken)
    {
        using var keys = DevKeys.Load(stateFolder);
        using var wallet = new SigningKey([.. Enumerable.Repeat((byte)way.Length, SigningKey.SeedBytes)], Ed25519.Default);
        var network = new DevNetwork(chainApi, keys);
        var model = ModelFolder.Open(ProjectRoot.Model);
        var price = Nano.FromTon(way == Stalls ? 1 : 10);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        DevNode.AddLogging(builder.Logging, LogLevel.Error);
        builder.AddCocoonClient(new CocoonClientOptions
        {
            Cluster = new ClusterSettings { Id = DevNode.Cluster, Service = DevNode.Cluster },
            Postgres = new DatabaseSettings(),
            Gateways = [silo],
            Provider = new ProviderRoleOptions { Wallet = new DevWallet(wallet, network.Ton).Address, ModelFolders = [model.FullPath], Prices = new PriceList(price, price, price, price) },
            WalletKey = wallet,
            RaTls = false,
            ChainEndpoint = chainApi,
            Market = await new DevRegistry(network, finalityBlocks: 0).Read(model, cancellationToken),
        });
        if (way == Stalls) builder.Services.AddSingleton<Func<ModelFolder, IInferenceEngine>>(static folder => new StallingEngine(CpuEngine.Open(folder)));
        using var machine = builder.Build();
        await machine.StartAsync(cancellationToken);
        await Role.Serve(cancellationToken);
        await machine.StopAsync(cancellationToken);
    }
}
