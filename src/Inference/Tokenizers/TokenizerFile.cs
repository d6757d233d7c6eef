using System.Text.Json;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.Tokenizers;

/// <summary>Reads Hugging Face's tokenizer.json, as far as byte-level BPE with GPT-2's pattern goes.</summary>
internal static class TokenizerFile
{
    public static BpeTokenizer Load(string path)
    {
        using var json = ModelFolder.ReadJson(path);
        try
        {
            return Read(json.RootElement, path);
        }
        catch (Exception e) when (e is KeyNotFoundException or InvalidOperationException or ArgumentException)
        {
            throw new ModelFileException($"The tokenizer '{path}' is not in the expected form: {e.Message}", e);
        }
    }

    private static BpeTokenizer Read(JsonElement root, string path)
    {
        var model = root.GetProperty("model");
        Require(model.GetProperty("type").GetString() == "BPE", path, "only BPE models are supported");
        var pre = root.GetProperty("pre_tokenizer");
        Require(pre.ValueKind == JsonValueKind.Object && pre.GetProperty("type").GetString() == "ByteLevel"
            && pre.GetProperty("use_regex").GetBoolean() && !pre.GetProperty("add_prefix_space").GetBoolean(),
            path, "only the ByteLevel pre-tokenizer with GPT-2's pattern and no prefix space is supported");
        Require(root.GetProperty("normalizer").ValueKind == JsonValueKind.Null, path, "normalizers are not supported");

        var vocabulary = model.GetProperty("vocab").EnumerateObject().ToDictionary(entry => entry.Name, entry => entry.Value.GetInt32(), StringComparer.Ordinal);
        var added = root.GetProperty("added_tokens").EnumerateArray()
            .Select(token => (token.GetProperty("content").GetString()!, token.GetProperty("id").GetInt32())).ToList();
        foreach (var (text, _) in added) vocabulary.Remove(text);
        return new BpeTokenizer(vocabulary, [.. model.GetProperty("merges").EnumerateArray().Select(Pair)], added);
    }

    /// <summary>"a b" in older files, ["a", "b"] in newer ones.</summary>
    private static (string Left, string Right) Pair(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array) return (merge[0].GetString()!, merge[1].GetString()!);
        var text = merge.GetString()!;
        var space = text.IndexOf(' ', 1);
        return space > 0 ? (text[..space], text[(space + 1)..]) : throw new InvalidOperationException("a merge has no two parts");
    }

    private static void Require(bool condition, string path, string what)
    {
        if (!condition) throw new ModelFileException($"The tokenizer '{path}' cannot be used: {what}.");
    }
}
