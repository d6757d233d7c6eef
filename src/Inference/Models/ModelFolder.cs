using System.Security.Cryptography;
using System.Text.Json;
using Cocoon.Inference.Chat;
using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Models;

/// <summary>
/// A model as a folder in Hugging Face layout: config.json, tokenizer.json, tokenizer_config.json, model.safetensors. The
/// folder's name is the model's id. Opening reads the small files only.
/// </summary>
public sealed class ModelFolder
{
    private ModelFolder(string path, string id, ChatTokenizer tokenizer)
    {
        FullPath = path;
        Id = id;
        Tokenizer = tokenizer;
    }

    public string FullPath { get; }

    public string Id { get; }

    /// <summary>Counts and decodes tokens; needs no weights.</summary>
    public ChatTokenizer Tokenizer { get; }

    public string WeightsPath => Path.Combine(FullPath, "model.safetensors");

    public string ConfigPath => Path.Combine(FullPath, "config.json");

    /// <exception cref="ModelFileException">Something is missing or not understood.</exception>
    public static ModelFolder Open(string path)
    {
        var full = Path.GetFullPath(path);
        if (!Directory.Exists(full)) throw new ModelFileException($"There is no model folder '{full}'.");
        var tokenizer = TokenizerFile.Load(Path.Combine(full, "tokenizer.json"));
        ChatMl.RequireIn(Path.Combine(full, "tokenizer_config.json"));
        return new ModelFolder(full, Path.GetFileName(full.TrimEnd(Path.DirectorySeparatorChar)), new ChatTokenizer(tokenizer));
    }

    /// <summary>SHA-256 of the weights file, 64 lower-case hex digits: the identity of the model.</summary>
    public string HashWeights()
    {
        if (!File.Exists(WeightsPath)) throw new ModelFileException($"The weights '{WeightsPath}' are missing.");
        using var stream = File.OpenRead(WeightsPath);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Reads one of the folder's JSON files. Whatever <paramref name="read"/> does not find in it is the file's fault.</summary>
    internal static T ReadJson<T>(string path, Func<JsonElement, T> read)
    {
        try
        {
            using var stream = File.OpenRead(path);
            using var json = JsonDocument.Parse(stream);
            return read(json.RootElement);
        }
        catch (FileNotFoundException e)
        {
            throw new ModelFileException($"The model file '{path}' is missing.", e);
        }
        catch (JsonException e)
        {
            throw new ModelFileException($"The model file '{path}' is not valid JSON (line {e.LineNumber + 1}).", e);
        }
        catch (Exception e) when (IsOtherForm(e))
        {
            throw new ModelFileException($"The model file '{path}' is not in the expected form: {e.Message}", e);
        }
    }

    /// <summary>What System.Text.Json throws for JSON of another shape: a missing name or entry, another type, a number too large.</summary>
    internal static bool IsOtherForm(Exception e) =>
        e is KeyNotFoundException or IndexOutOfRangeException or InvalidOperationException or FormatException or ArgumentException;
}
