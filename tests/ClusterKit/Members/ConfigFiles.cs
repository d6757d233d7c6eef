using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.ClusterKit.Database;
using Cocoon.ClusterKit.Network;
using Cocoon.ClusterKit.Processes;
using Cocoon.Core.Accounts;
using Cocoon.Core.Money;
using Cocoon.Core.Pricing;

namespace Cocoon.ClusterKit.Members;

/// <summary>Writes the settings of a cluster's processes as an operator would: a file each, keys in files of their own.</summary>
internal sealed class ConfigFiles(string folder, ClusterOptions options, ClusterNetwork network, ClusterDatabase database)
{
    private const int LeastGraceMinutes = 60;

    /// <summary>What a kill cuts off ends by its deadline; nobody should wait for it longer than needed.</summary>
    private const int JobTimeoutSeconds = 20;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public string AdminKey { get; } = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>For <c>cocoon db migrate</c>, which the database's owner runs.</summary>
    public string Owner() => Save("owner", Common(ClusterDatabase.Owner, operationsPort: null));

    /// <summary>For <c>cocoon audit</c>, with the ledger's user.</summary>
    public string Auditor() => Save("auditor", Common(ClusterDatabase.Core, operationsPort: null));

    public string Core(string name, int operationsPort)
    {
        var root = Common(ClusterDatabase.Core, operationsPort);
        root["Cluster"]!["SiloPort"] = FreePorts.Next();
        root["Cluster"]!["GatewayPort"] = FreePorts.Next();
        root["Silo"] = Silo("Core");
        root["Audits"] = new JsonObject { ["Auditors"] = new JsonArray([.. network.Auditors.Select(static wallet => (JsonNode)wallet.Raw)]) };
        root["Keys"] = new JsonObject { ["MarketKeyFile"] = KeyFiles.Write(folder, "market"), ["OperatorKeyFile"] = KeyFiles.Write(folder, "operator") };
        return Save(name, root);
    }

    /// <param name="name">Of the silo.</param>
    /// <param name="wallet">Of the provider.</param>
    /// <param name="operationsPort">For its health page.</param>
    /// <param name="raTls">Whether it proves itself.</param>
    public string Provider(string name, AccountAddress wallet, int operationsPort, bool raTls)
    {
        var root = Common(ClusterDatabase.Member, operationsPort);
        root["Cluster"]!["SiloPort"] = FreePorts.Next();
        root["Silo"] = Silo("Provider");
        root["Trust"]!["RaTls"] = raTls;
        root["Provider"] = new JsonObject
        {
            ["Wallet"] = wallet.Raw, ["ModelFolders"] = new JsonArray(ClusterNetwork.Model.FullPath), ["Slots"] = options.Slots, ["Prices"] = Prices(Cli.Dev.DevNode.Prices),
        };
        return Save(name, root);
    }

    /// <summary>A silo that runs audits only.</summary>
    public string AuditsOnly(string name, AccountAddress wallet, int operationsPort)
    {
        var root = Common(ClusterDatabase.Member, operationsPort);
        root["Cluster"]!["SiloPort"] = FreePorts.Next();
        root["Silo"] = Silo("Provider");
        root["Provider"] = new JsonObject { ["Wallet"] = wallet.Raw, ["AuditsOnly"] = true, ["ModelFolders"] = new JsonArray(ClusterNetwork.Model.FullPath), ["Slots"] = options.Slots };
        return Save(name, root);
    }

    public string Gateway(string name, int port, int operationsPort)
    {
        var root = Common(ClusterDatabase.Member, operationsPort);
        root["Silo"] = new JsonObject { ["DrainSeconds"] = 30 };
        root["Gateway"] = new JsonObject
        {
            ["Listen"] = Http(port), ["JobTimeoutSeconds"] = JobTimeoutSeconds, ["ModelFolders"] = new JsonArray(ClusterNetwork.Model.FullPath),
            ["AdminKeyHash"] = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(AdminKey))),
        };
        return Save(name, root);
    }

    private JsonObject Common(string user, int? operationsPort)
    {
        var root = new JsonObject
        {
            ["Cluster"] = new JsonObject { ["Id"] = "test", ["Service"] = "test" },
            ["Database"] = new JsonObject { ["Host"] = database.Host, ["Name"] = ClusterDatabase.Name, ["User"] = user, ["MaxConnections"] = 16 },
            ["Chain"] = new JsonObject { ["Endpoint"] = network.Chain.Api.ToString(), ["Registry"] = network.Registry.Raw },
            ["Market"] = new JsonObject { ["Models"] = new JsonArray(ClusterNetwork.Model.Id), ["LeastTier"] = "simulated", ["LeastGraceMinutes"] = LeastGraceMinutes },
            ["Trust"] = new JsonObject { ["RaTls"] = options.RaTls },
        };
        if (operationsPort is { } port) root["Operations"] = new JsonObject { ["Listen"] = Http(port) };
        return root;
    }

    /// <summary>Never shedding load by CPU: all processes share the machine, and saturating it is what the benches do.</summary>
    private static JsonObject Silo(string role) => new() { ["Role"] = role, ["DrainSeconds"] = 30, ["LoadShedding"] = new JsonObject { ["Cpu"] = 100 } };

    private static JsonObject Prices(PriceList prices) => new()
    {
        ["Prompt"] = Ton(prices.Prompt), ["CachedPrompt"] = Ton(prices.CachedPrompt), ["Completion"] = Ton(prices.Completion), ["Reasoning"] = Ton(prices.Reasoning),
    };

    private static decimal Ton(Nano amount) => (decimal)amount.Value / Nano.PerTon;

    private static string Http(int port) => $"http://127.0.0.1:{port}";

    private string Save(string name, JsonObject cocoon)
    {
        var path = Path.Combine(folder, $"{name}.json");
        File.WriteAllText(path, new JsonObject { ["Cocoon"] = cocoon }.ToJsonString(Indented));
        return path;
    }
}
