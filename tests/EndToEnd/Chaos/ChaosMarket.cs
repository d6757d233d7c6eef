using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using Cocoon.Cli;
using Cocoon.Cli.Dev;
using Cocoon.Core.Crypto;
using Cocoon.Core.Market;
using Cocoon.CrashHost.Chaos;
using Cocoon.Inference.Models;

namespace Cocoon.EndToEnd.Tests.Chaos;

/// <summary>A market in processes: the local chain; the silo with gateway and provider; a client; PostgreSQL under the silo where it can be had.</summary>
internal sealed class ChaosMarket : IAsyncDisposable
{
    private readonly TestFolder _folder;
    private readonly HttpClient _operator;

    private ChaosMarket(TestFolder folder, DevKeys keys, Postgres? postgres, int chainPort, int gatewayPort)
    {
        _folder = folder;
        Postgres = postgres;
        Network = new DevNetwork(Address(chainPort, "api/v2/"), keys);
        Chain = new Victim("chain", "localchain ready ", () => new ProcessStartInfo("node",
            [ProjectRoot.LocalChain, "--port", Text(chainPort), "--state", Path.Combine(folder.Path, "chain"), "--with-parent", "--block-time", Text(ChaosChain.BlockTime)]));
        Silo = new Victim("silo", Role.Ready, () => Host(["silo", folder.Path, $"{Network.ChainApi}", Text(gatewayPort), .. postgres is null ? Array.Empty<string>() : [postgres.ConnectionString]]));
        Client = new Victim("client", Role.Ready, () => Host("client", folder.Path, $"{Network.ChainApi}", $"{Address(gatewayPort, "")}", Journal));
        _operator = new HttpClient { BaseAddress = Address(gatewayPort, ""), Timeout = TimeSpan.FromSeconds(20), DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", keys.AdminKey) } };
    }

    public Victim Chain { get; }
    public Victim Silo { get; }
    public Victim Client { get; }

    /// <summary>In the order in which they need each other.</summary>
    public IReadOnlyList<Victim> All => Postgres is null ? [Chain, Silo, Client] : [Postgres.Server, Chain, Silo, Client];

    /// <summary>Where the silo keeps grain states; null for its state file.</summary>
    public Postgres? Postgres { get; }

    public DevNetwork Network { get; }

    /// <summary>The silo's state file.</summary>
    public string State => Path.Combine(_folder.Path, "market.db");

    public string Journal => Path.Combine(_folder.Path, "client.journal");

    /// <summary>Makes the network in quiet, and starts nothing.</summary>
    public static async Task<ChaosMarket> Create()
    {
        var folder = new TestFolder();
        try
        {
            var keys = DevKeys.LoadOrCreate(folder.Path, new SystemEntropy());
            await using (var chain = await LocalChain.Start(Path.Combine(folder.Path, "chain"), CancellationToken.None))
            {
                var network = new DevNetwork(chain.Api, keys);
                await network.Deploy(chain, CancellationToken.None);
                await new DevRegistry(network, ChaosChain.FinalityBlocks).Deploy(network.Vault, ModelFolder.Open(ProjectRoot.Model), CancellationToken.None);
            }
            return new ChaosMarket(folder, keys, await Chaos.Postgres.Create(), FreePort(), FreePort());
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <summary>The market's rules, as the chain has them.</summary>
    public Task<MarketParameters> Rules() => new DevRegistry(Network, ChaosChain.FinalityBlocks).Read(ModelFolder.Open(ProjectRoot.Model), CancellationToken.None);

    /// <summary>The operator asks for a batch; nothing comes of it while something it needs is dead.</summary>
    public async Task TryToSettle()
    {
        try
        {
            using var answer = await _operator.PostAsync(new Uri("cocoon/v1/admin/settlement/0/settle", UriKind.Relative), null);
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            // Asked again soon.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _operator.Dispose();
        foreach (var victim in All.Reverse()) await victim.DisposeAsync();
        Postgres?.Dispose();
        Network.Keys.Dispose();
        _folder.Dispose();
    }

    private static ProcessStartInfo Host(params string[] arguments) => new("dotnet", [Path.Combine(AppContext.BaseDirectory, "Cocoon.CrashHost.dll"), .. arguments]);

    private static Uri Address(int port, string path) => new($"http://127.0.0.1:{Text(port)}/{path}");

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
