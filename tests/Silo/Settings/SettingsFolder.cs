using System.Text.Json.Nodes;
using Cocoon.Core.Crypto;
using Cocoon.Silo.Settings;
using Microsoft.Extensions.Configuration;

namespace Cocoon.Silo.Tests.Settings;

/// <summary>A folder with good settings of a core silo, and whatever a test does to them.</summary>
internal sealed class SettingsFolder : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("cocoon-settings-").FullName;

    public SettingsFolder()
    {
        foreach (var name in (string[])["market.key", "operator.key"]) KeyFile.Create(PathOf(name), new SystemEntropy()).Dispose();
        Json = new JsonObject
        {
            ["Database"] = new JsonObject { ["Path"] = PathOf("market.db") },
            ["Chain"] = new JsonObject { ["Endpoint"] = "http://127.0.0.1:1/api/v2/", ["Registry"] = Address(1) },
            ["Market"] = new JsonObject { ["Models"] = new JsonArray("tiny-jane") },
            ["Keys"] = new JsonObject { ["MarketKeyFile"] = PathOf("market.key"), ["OperatorKeyFile"] = PathOf("operator.key") },
        };
    }

    public JsonObject Json { get; }

    public static string Address(int number) => $"0:{number:x64}";

    public string PathOf(string name) => Path.Combine(_folder, name);

    /// <summary>Sets one option, as "Silo:DrainSeconds".</summary>
    public SettingsFolder Set(string option, JsonNode? value)
    {
        var keys = option.Split(':');
        var section = Json;
        foreach (var key in keys[..^1]) section = (JsonObject)(section[key] ??= new JsonObject());
        section[keys[^1]] = value;
        return this;
    }

    public CocoonSettings Read(ProcessKind kind = ProcessKind.Silo, bool isCluster = true, params (string Key, string Value)[] environment)
    {
        var path = PathOf("settings.json");
        File.WriteAllText(path, new JsonObject { [CocoonSettings.Section] = Json.DeepClone() }.ToJsonString());
        return SettingsFile.Read(path, new SettingsValidator(kind, isCluster),
            builder => builder.AddInMemoryCollection(environment.Select(pair => KeyValuePair.Create(pair.Key, (string?)pair.Value))));
    }

    public IReadOnlyList<string> Problems(ProcessKind kind = ProcessKind.Silo, bool isCluster = true) =>
        FluentActions.Invoking(() => Read(kind, isCluster)).Should().Throw<SettingsException>().Which.Problems;

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
