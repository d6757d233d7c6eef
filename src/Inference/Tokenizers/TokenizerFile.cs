using System.Text.Json;
using Cocoon.Inference.Models;

namespace Cocoon.Inference.Tokenizers;

/// <summary>Reads Hugging Face's tokenizer.json, as far as byte-level BPE with GPT-2's pattern goes.</summary>
internal static class TokenizerFile
{
    /// <summary>Largest token id accepted; the table of tokens is as long as the largest id.</summary>
    private const int MaxId = 10_000_000;

    public static BpeTokenizer Load(string path) => ModelFolder.ReadJson(path, root => Read(root, path));

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
            .Select(token => (Text(token.GetProperty("content")), token.GetProperty("id").GetInt32())).ToList();
        Require(added.TrueForAll(token => token.Item1.Length > 0), path, "an added token has no text");
        foreach (var (text, _) in added) vocabulary.Remove(text);
        Require(vocabulary.Values.Concat(added.Select(token => token.Item2)).All(id => id is >= 0 and <= MaxId), path, "a token's id is out of range");
        return new BpeTokenizer(vocabulary, [.. model.GetProperty("merges").EnumerateArray().Select(Pair)], added);
    }

    /// <summary>"a b" in older files, ["a", "b"] in newer ones.</summary>
    private static (string Left, string Right) Pair(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array) return (Text(merge[0]), Text(merge[1]));
        var text = Text(merge);
        var space = text.IndexOf(' ', 1);
        return space > 0 ? (text[..space], text[(space + 1)..]) : throw new InvalidOperationException("a merge has no two parts");
    }

    private static string Text(JsonElement value) => value.GetString() ?? throw new InvalidOperationException("a text is null");

    private static void Require(bool condition, string path, string what)
    {
        if (!condition) throw new ModelFileException($"The tokenizer '{path}' cannot be used: {what}.");
    }
}
