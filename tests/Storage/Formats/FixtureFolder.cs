using System.Text.Json;
using System.Text.Json.Nodes;

namespace Cocoon.Storage.Tests.Formats;

/// <summary>The records and the whole store that one version of this program wrote, kept for ever.</summary>
internal sealed class FixtureFolder(string path)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    private static string Root => Path.Combine(AppContext.BaseDirectory, "Fixtures");

    /// <summary>Every version, oldest first.</summary>
    public static IReadOnlyList<FixtureFolder> All =>
        [.. Directory.GetDirectories(Root).Select(path => new FixtureFolder(path)).OrderBy(folder => Version.Parse(folder.Name[1..]))];

    /// <summary>What today's code writes.</summary>
    public static FixtureFolder Current => All[^1];

    /// <summary>The version with a "v", such as "v0.1".</summary>
    public string Name => Path.GetFileName(path);

    /// <summary>A whole store with all the records and a reminder for each grain that sets one.</summary>
    public string MarketFile => Path.Combine(path, "market.db");

    public IReadOnlyList<string> Records => [.. Directory.GetFiles(path, "*.json").Select(file => Path.GetFileNameWithoutExtension(file)!).Order(StringComparer.Ordinal)];

    public static FixtureFolder Of(string version) => All.Single(folder => folder.Name == version);

    /// <summary>A record as it was stored; the file only has line breaks for people.</summary>
    public JsonNode Read(string record) => JsonNode.Parse(File.ReadAllText(Path.Combine(path, record + ".json")))!;

    public void Write(string record, JsonNode json)
    {
        Directory.CreateDirectory(path);
        File.WriteAllText(Path.Combine(path, record + ".json"), json.ToJsonString(Indented) + "\n");
    }
}
