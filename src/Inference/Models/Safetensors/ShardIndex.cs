namespace Cocoon.Inference.Models.Safetensors;

/// <summary>
/// model.safetensors.index.json of a model in several files: a weight_map of tensor names to file names (Hugging Face,
/// transformers sharded checkpoints).
/// </summary>
internal static class ShardIndex
{
    public const string FileName = "model.safetensors.index.json";

    private const int MaxFiles = 1_000;

    /// <summary>The files that hold the tensors, sorted, and which of them each tensor is in.</summary>
    /// <exception cref="ModelFileException">It is damaged or names files outside the folder.</exception>
    public static (IReadOnlyList<string> Files, IReadOnlyDictionary<string, string> Places) Read(string folder)
    {
        var path = ModelFiles.Find(folder, FileName);
        var places = ModelFiles.ReadJson(path, root => root.GetProperty("weight_map").EnumerateObject().ToDictionary(
            entry => entry.Name, entry => entry.Value.GetString() ?? throw new InvalidOperationException("a file name is null"), StringComparer.Ordinal));
        var files = places.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToList();
        if (files.Count is 0 or > MaxFiles) throw new ModelFileException($"The model file '{path}' names {files.Count} files; it takes 1 to {MaxFiles}.");
        foreach (var file in files) ModelFiles.Find(folder, file);
        return (files, places);
    }
}
