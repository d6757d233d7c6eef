using System.Text.Json;
using System.Text.Json.Nodes;
using Cocoon.Inference.Models.Identity;

namespace Cocoon.Inference.Models.Store;

/// <summary>cocoon-model.json in the folder of a stored model: its identity and the hashes of its files.</summary>
internal static class ModelCard
{
    public const string FileName = "cocoon-model.json";

    private const long MaxBytes = 1_000_000;

    public static void Write(string folder, StoredModel model)
    {
        var card = new JsonObject
        {
            ["name"] = model.Identity.Name,
            ["revision"] = model.Identity.Revision,
            ["hash"] = model.Identity.Hash,
            ["verity"] = model.Verity?.ToString(),
            ["files"] = new JsonArray([.. model.Files.Select(file => new JsonObject { ["name"] = file.Name, ["size"] = file.Size, ["sha256"] = file.Sha256 })]),
        };
        File.WriteAllText(Path.Combine(folder, FileName), card.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) + "\n");
    }

    /// <exception cref="ModelFileException">The card is damaged.</exception>
    public static StoredModel Read(string folder)
    {
        var path = ModelFiles.Find(folder, FileName);
        return ModelFiles.ReadJson(path, root => new StoredModel(
            new ModelIdentity(Text(root, "name"), root.GetProperty("revision").GetString(), Text(root, "hash")),
            VerityName.TryParse(root.GetProperty("verity").GetString(), out var verity) ? verity : null,
            folder,
            [.. root.GetProperty("files").EnumerateArray().Select(file => new ModelFile(Text(file, "name"), file.GetProperty("size").GetInt64(), Text(file, "sha256")))]), MaxBytes);
    }

    private static string Text(JsonElement json, string name) => json.GetProperty(name).GetString() ?? throw new InvalidOperationException($"'{name}' is null");
}
