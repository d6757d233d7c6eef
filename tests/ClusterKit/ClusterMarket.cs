using System.Globalization;
using Cocoon.ClusterKit.Database;
using Cocoon.ClusterKit.Load;
using Cocoon.ClusterKit.Members;
using Cocoon.ClusterKit.Network;
using Cocoon.ClusterKit.Processes;

namespace Cocoon.ClusterKit;

/// <summary>
/// A whole market in processes: PostgreSQL, the local chain, core silos, provider silos and gateways of the built
/// <c>cocoon</c> tool, on loopback. All that it starts goes with it, and with this process, however that ends.
/// </summary>
internal sealed class ClusterMarket : IAsyncDisposable
{
    private static readonly TimeSpan CommandTime = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan RefreshTime = TimeSpan.FromSeconds(60);

    private readonly string _folder;
    private readonly ClusterOptions _options;
    private readonly ConfigFiles _files;
    private readonly List<OwnProcess> _loads = [];
    private int _runs;

    private ClusterMarket(string folder, ClusterOptions options, ClusterNetwork network, ClusterDatabase database)
    {
        (_folder, _options, Network, Database) = (folder, options, network, database);
        _files = new ConfigFiles(folder, options, network, database);
    }

    /// <summary>Null where a cluster can run, otherwise a sentence of what is missing.</summary>
    public static string? Missing => Silo.Hosting.CocoonSilo.Runtime != "Orleans" ? "Orleans packages absent" : ClusterDatabase.Missing;

    public ClusterNetwork Network { get; }
    public ClusterDatabase Database { get; }
    public List<MarketProcess> Cores { get; } = [];
    public List<MarketProcess> Providers { get; } = [];
    public List<MarketProcess> Auditors { get; } = [];
    public List<MarketProcess> Gateways { get; } = [];

    public IEnumerable<MarketProcess> Members => [.. Cores, .. Providers, .. Auditors, .. Gateways];

    /// <summary>The key of the gateways' admin endpoints.</summary>
    public string AdminKey => _files.AdminKey;

    /// <summary>Settings with the ledger's user, for <c>cocoon audit</c>.</summary>
    public string AuditorFile => _files.Auditor();

    /// <summary>Starts everything, and returns when requests are served.</summary>
    public static async Task<ClusterMarket> Start(ClusterOptions options, CancellationToken cancellationToken)
    {
        if (Missing is { } missing) throw new ClusterException(missing);
        var folder = Directory.CreateTempSubdirectory("cocoon-cluster-").FullName;
        PrivateFile.LetThrough(folder);
        ClusterNetwork? network = null;
        ClusterDatabase? database = null;
        ClusterMarket? market = null;
        try
        {
            options.Say("PostgreSQL");
            database = await ClusterDatabase.Create(Path.Combine(folder, "pg"), cancellationToken);
            options.Say($"Local chain, contracts, {options.Clients} channels");
            network = await ClusterNetwork.Create(folder, options, cancellationToken);
            market = new ClusterMarket(folder, options, network, database);
            await market.Migrate(cancellationToken);
            await market.StartMembers(cancellationToken);
            await market.OpenBooks(cancellationToken);
            return market;
        }
        catch
        {
            if (market is not null) await market.DisposeAsync();
            else
            {
                if (network is not null) await network.DisposeAsync();
                if (database is not null) await database.DisposeAsync();
                Delete(folder);
            }
            throw;
        }
    }

    /// <summary>Adds a core silo and starts it.</summary>
    public async Task<MarketProcess> AddCore(CancellationToken cancellationToken)
    {
        var core = Member($"core{Cores.Count + 1}", (name, port) => _files.Core(name, port), null, "silo");
        Cores.Add(core);
        await core.Start();
        await core.WaitUntilReady(cancellationToken);
        return core;
    }

    /// <summary>A provider silo that shows no identity; not started, and the caller's to end.</summary>
    public MarketProcess NewStranger() => Member("stranger", (name, port) => _files.Provider(name, Network.Providers[0], port, raTls: false), null, "silo");

    /// <summary>A plan of load on all gateways and clients; the caller says how much.</summary>
    public LoadPlan Plan()
    {
        var run = Interlocked.Increment(ref _runs).ToString(CultureInfo.InvariantCulture);
        return new LoadPlan
        {
            Gateways = [.. Gateways.Select(gateway => gateway.Address)], Clients = Network.Clients, Model = ClusterNetwork.Model.Id,
            RecordsFile = Path.Combine(_folder, $"load{run}.jsonl"), VouchersFile = Path.Combine(_folder, $"vouchers{run}.json"),
        };
    }

    /// <summary>Starts the load generator in a process of its own; SIGTERM ends it in order.</summary>
    public async Task<OwnProcess> StartLoad(LoadPlan plan)
    {
        var file = Path.ChangeExtension(plan.RecordsFile, ".plan");
        plan.Write(file);
        var load = new OwnProcess("load", KitCommand("load", file), Path.Combine(_folder, "load.log"));
        _loads.Add(load);
        await load.Start();
        return load;
    }

    /// <summary>Runs the <c>cocoon</c> tool.</summary>
    /// <returns>Its exit code and what it said.</returns>
    public async Task<(int ExitCode, string Said)> RunTool(params string[] arguments)
    {
        var log = Path.Combine(_folder, $"tool{Interlocked.Increment(ref _runs).ToString(CultureInfo.InvariantCulture)}.log");
        await using var tool = new OwnProcess(string.Join(' ', arguments), ToolCommand(arguments), log);
        await tool.Start();
        await tool.Exited.WaitAsync(CommandTime);
        return (tool.ExitCode, await File.ReadAllTextAsync(log));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var load in _loads) await load.DisposeAsync();
        foreach (var member in Members.Reverse()) await member.DisposeAsync();
        await Database.DisposeAsync();
        await Network.DisposeAsync();
        Delete(_folder);
    }

    private async Task Migrate(CancellationToken cancellationToken)
    {
        _options.Say("cocoon db migrate");
        var (code, said) = await RunTool("db", "migrate", "--config", _files.Owner());
        if (code != 0) throw new ClusterException($"'cocoon db migrate' ended with exit code {code}:\n{said}");
        await Database.CreateLogins(cancellationToken);
        await Accounts.Write(Database, Network.Clients, cancellationToken);
    }

    private async Task StartMembers(CancellationToken cancellationToken)
    {
        _options.Say($"{_options.Cores} core silos, {_options.Providers} provider silos, {_options.Gateways} gateways");
        for (var i = 1; i <= _options.Cores; i++) Cores.Add(Member($"core{i}", (name, port) => _files.Core(name, port), null, "silo"));
        for (var i = 1; i <= _options.Providers; i++)
        {
            var wallet = Network.Providers[i - 1];
            Providers.Add(Member($"provider{i}", (name, port) => _files.Provider(name, wallet, port, _options.RaTls), null, "silo", _options.SteadyEngine));
        }
        for (var i = 1; i <= _options.Auditors; i++)
        {
            var wallet = Network.Auditors[i - 1];
            Auditors.Add(Member($"auditor{i}", (name, port) => _files.AuditsOnly(name, wallet, port), null, "silo", _options.SteadyEngine));
        }
        for (var i = 1; i <= _options.Gateways; i++)
        {
            var port = FreePorts.Next();
            Gateways.Add(Member($"gateway{i}", (name, operations) => _files.Gateway(name, port, operations), new Uri($"http://127.0.0.1:{port}/"), "gateway"));
        }
        // The first silo makes the cluster; all others at once would compete for the table, and for the processors.
        await Cores[0].Start();
        await Cores[0].WaitUntilReady(cancellationToken);
        foreach (var member in Members.Where(member => !member.Process.IsAlive)) await member.Start();
        foreach (var member in Members) await member.WaitUntilReady(cancellationToken);
    }

    /// <summary>Every channel's books are opened once, as its client would; and every provider's offer is waited for.</summary>
    private async Task OpenBooks(CancellationToken cancellationToken)
    {
        _options.Say("Books of the channels, offers of the providers");
        using var http = new HttpClient { Timeout = RefreshTime };
        await Parallel.ForEachAsync(Network.Clients, new ParallelOptions { MaxDegreeOfParallelism = 4, CancellationToken = cancellationToken }, async (client, token) =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Gateways[0].Address, "cocoon/v1/channel/refresh"));
            request.Headers.Authorization = new("Bearer", client.ApiKey);
            using var answer = await http.SendAsync(request, token);
            if (!answer.IsSuccessStatusCode) throw new ClusterException($"A channel's books could not be opened: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(token)}");
        });
        foreach (var gateway in Gateways) await WaitForOffers(http, gateway, cancellationToken);
    }

    private async Task WaitForOffers(HttpClient http, MarketProcess gateway, CancellationToken cancellationToken)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(RefreshTime);
        while (true)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(gateway.Address, "v1/models"));
            request.Headers.Authorization = new("Bearer", Network.Clients[0].ApiKey);
            using var answer = await http.SendAsync(request, patience.Token);
            if (answer.IsSuccessStatusCode && (await answer.Content.ReadAsStringAsync(patience.Token)).Contains($"\"{ClusterNetwork.Model.Id}\"", StringComparison.Ordinal)) return;
            await Task.Delay(TimeSpan.FromMilliseconds(200), patience.Token);
        }
    }

    private MarketProcess Member(string name, Func<string, int, string> config, Uri? address, string verb, bool ownEngine = false)
    {
        var operations = FreePorts.Next();
        var file = config(name, operations);
        var command = ownEngine ? KitCommand(verb, "--config", file) : ToolCommand(verb, "--config", file);
        return new MarketProcess(new OwnProcess(name, command, Path.Combine(_folder, $"{name}.log")), file, operations, address);
    }

    private static string[] ToolCommand(params string[] arguments) => ["dotnet", Path.Combine(AppContext.BaseDirectory, "cocoon.dll"), .. arguments];

    private static string[] KitCommand(params string[] arguments) => ["dotnet", Path.Combine(AppContext.BaseDirectory, "Cocoon.ClusterKit.dll"), .. arguments];

    private static void Delete(string folder)
    {
        // Logs of a run that went wrong are worth more than a tidy disk.
        if (Environment.GetEnvironmentVariable("COCOON_KEEP_LOGS") is { Length: > 0 }) return;
        Directory.Delete(folder, recursive: true);
    }
}
