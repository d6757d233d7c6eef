using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Silo.Settings;

namespace Cocoon.Cli.Providers;

/// <summary>
/// Writes the settings of the provider's silo: what the market handed out (cluster, database, trust), the chain, and what this
/// provider sells. What somebody added by hand stays.
/// </summary>
internal static class SiloSettingsWriter
{
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };
    private static readonly JsonSerializerOptions Form = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="folder">Where the file is.</param>
    /// <param name="template">The market's settings for providers; null for those of the file that is there, or none.</param>
    /// <param name="wish">What this provider sells.</param>
    /// <param name="notes">Whom it joins.</param>
    /// <param name="market">The market's rules.</param>
    /// <returns>Whether the file changed, and what is wrong with it yet.</returns>
    public static (bool Changed, IReadOnlyList<string> Lacks) Write(ProviderFolder folder, string? template, JoinWish wish, JoinNotes notes, MarketTerms market)
    {
        var before = File.Exists(folder.SiloFile) ? Read(folder.SiloFile) : null;
        var root = (template is null ? before?.DeepClone() : Read(template)) as JsonObject ?? [];
        var cocoon = Section(root, CocoonSettings.Section);
        Section(cocoon, "Silo")["Role"] = wish.DialsOut ? "Edge" : "Provider";
        if (wish.DialsOut) WriteEdge(Section(cocoon, "Edge"), wish, notes);
        else cocoon.Remove("Edge");
        var chain = Section(cocoon, "Chain");
        chain["Endpoint"] = notes.Chain.AbsoluteUri;
        chain["Registry"] = market.Registry.Raw;
        Section(cocoon, "Market")["Models"] = List(market.Models.Select(static model => model.Id));
        var provider = Section(cocoon, "Provider");
        provider["Wallet"] = notes.Wallet.Raw;
        provider["ModelFolders"] = List(wish.Models.Select(static model => model.Path));
        provider["Slots"] = wish.Slots;
        provider["Region"] = wish.Region;
        var prices = Section(provider, "Prices");
        prices["Prompt"] = wish.PromptTon;
        prices["Completion"] = wish.CompletionTon;
        var changed = before is null || !JsonNode.DeepEquals(before, root);
        if (changed) folder.Write(folder.SiloFile, root.ToJsonString(Form));
        return (changed, Lacks(folder.SiloFile));
    }

    /// <summary>Where to dial, unless the market's template says so; and who signs for a machine that no hardware vouches for.</summary>
    private static void WriteEdge(JsonObject edge, JoinWish wish, JoinNotes notes)
    {
        if (wish.Edges.Count > 0) edge["Gateways"] = List(wish.Edges);
        edge["WalletKeyFile"] = wish.IsOpen ? notes.WalletFile : null;
    }

    private static IReadOnlyList<string> Lacks(string file)
    {
        try
        {
            SettingsFile.Read(file, new SettingsValidator(ProcessKind.Silo, isCluster: true));
            return [];
        }
        catch (SettingsException e)
        {
            return e.Problems;
        }
    }

    private static JsonNode? Read(string file)
    {
        if (!File.Exists(file)) throw new CliException($"There is no file '{file}'. --template names the settings that the market hands out to providers.");
        try
        {
            return JsonNode.Parse(File.ReadAllText(file), documentOptions: Lenient);
        }
        catch (JsonException e)
        {
            throw new CliException($"'{file}' is no JSON: {e.Message}");
        }
    }

    private static JsonObject Section(JsonObject parent, string name)
    {
        if (parent[name] is JsonObject found) return found;
        var made = new JsonObject();
        parent[name] = made;
        return made;
    }

    private static JsonArray List(IEnumerable<string> texts) => [.. texts.Select(static text => (JsonNode)text)];
}
