using System.Text.Json;

namespace Cocoon.Inference.Tokenizers;

/// <summary>Reads the model of a tokenizer.json.</summary>
internal static class ModelReader
{
    /// <param name="json">The model.</param>
    /// <param name="vocabulary">Its tokens; those that only a template may write are taken out.</param>
    /// <param name="added">The tokenizer's added tokens.</param>
    public static ITokenModel Read(JsonElement json, Dictionary<string, int> vocabulary, IReadOnlyList<AddedToken> added)
    {
        var control = added.Where(token => !token.IsPlain).Select(token => token.Text).ToHashSet(StringComparer.Ordinal);
        // Old files leave the type out; merges tell.
        return json.TryGetProperty("type", out var type) ? type.GetString() switch
        {
            "BPE" => Bpe(json, vocabulary, control),
            "Unigram" => Unigram(json, control),
            var other => throw new InvalidOperationException($"the model '{other}' is not supported; BPE and Unigram are"),
        } : Bpe(json, vocabulary, control);
    }

    private static BpeModel Bpe(JsonElement json, Dictionary<string, int> vocabulary, HashSet<string> control)
    {
        foreach (var name in (string[])["dropout", "continuing_subword_prefix", "end_of_word_suffix"])
            if (json.TryGetProperty(name, out var value) && IsSet(value)) throw new InvalidOperationException($"the setting '{name}' is not supported");
        int? unknown = json.TryGetProperty("unk_token", out var token) && token.GetString() is { } text ? vocabulary[text] : null;
        var reachable = vocabulary.Where(entry => !control.Contains(entry.Key)).ToDictionary(StringComparer.Ordinal);
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Whole)>();
        var rank = 0;
        foreach (var (left, right) in json.GetProperty("merges").EnumerateArray().Select(Pair))
        {
            // A merge that makes a control token is left out, as are those that build on it.
            if (reachable.TryGetValue(left, out var first) && reachable.TryGetValue(right, out var second) && reachable.TryGetValue(left + right, out var whole))
                merges[(first, second)] = (rank, whole);
            else if (!control.Contains(left) && !control.Contains(right) && !control.Contains(left + right)) throw new InvalidOperationException("a merge names a token that the vocabulary lacks");
            rank++;
        }
        return new BpeModel(reachable, merges, new BpeOptions(unknown, Flag(json, "fuse_unk"), Flag(json, "byte_fallback"), Flag(json, "ignore_merges")));
    }

    private static UnigramModel Unigram(JsonElement json, HashSet<string> control)
    {
        List<(string Text, double Score)> pieces = [.. json.GetProperty("vocab").EnumerateArray().Select(entry => (TokenizerFile.Text(entry[0]), entry[1].GetDouble()))];
        int? unknown = json.TryGetProperty("unk_id", out var id) && id.ValueKind == JsonValueKind.Number ? id.GetInt32() : null;
        if (unknown >= pieces.Count) throw new InvalidOperationException("the unknown token is not in the vocabulary");
        return new UnigramModel(pieces, piece => !control.Contains(pieces[piece].Text), unknown, Flag(json, "byte_fallback"));
    }

    /// <summary>"a b" in older files, ["a", "b"] in newer ones.</summary>
    private static (string Left, string Right) Pair(JsonElement merge)
    {
        if (merge.ValueKind == JsonValueKind.Array) return (TokenizerFile.Text(merge[0]), TokenizerFile.Text(merge[1]));
        var text = TokenizerFile.Text(merge);
        var space = text.IndexOf(' ', 1);
        return space > 0 ? (text[..space], text[(space + 1)..]) : throw new InvalidOperationException("a merge has no two parts");
    }

    private static bool IsSet(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Null => false,
        JsonValueKind.String => value.GetString() != "",
        JsonValueKind.Number => value.GetDouble() != 0,
        _ => true,
    };

    private static bool Flag(JsonElement json, string name) => json.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.True;
}
