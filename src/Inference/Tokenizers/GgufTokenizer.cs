using Cocoon.Inference.Models;
using Cocoon.Inference.Models.Gguf;
using Cocoon.Inference.Tokenizers.Normalizing;
using Cocoon.Inference.Tokenizers.Splitting;

namespace Cocoon.Inference.Tokenizers;

/// <summary>
/// The tokenizer inside a GGUF file: byte-level BPE by merges ("gpt2") or SentencePiece's BPE by scores ("llama"), cutting
/// words as llama.cpp does for the names of tokenizer.ggml.pre. Text is normalised as the model's tokenizer.json would.
/// </summary>
internal static class GgufTokenizer
{
    /// <summary>What llama.cpp does without a name: signs and numbers apart, then GPT-2's pattern.</summary>
    private static readonly string[] DefaultPatterns =
        [@"[\p{P}\$\+<=>\^~\|]+", @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)", @"\p{N}+", "[0-9][0-9][0-9]"];

    /// <exception cref="ModelFileException">The vocabulary is of another kind, or damaged.</exception>
    public static ITokenizer Of(GgufVocabulary file)
    {
        var isByteLevel = file.Model == "gpt2";
        if (!isByteLevel && file.Model != "llama") throw Unusable(file, $"its tokenizer '{file.Model}' is not supported; 'gpt2' and 'llama' are");
        List<AddedToken> added = [.. Enumerable.Range(0, file.Tokens.Count).Where(id => IsAdded(file, id)).Select(id => new AddedToken(id, file.Tokens[id]) { IsSpecial = file.Types[id] != GgufTokenType.UserDefined })];
        if (added.DistinctBy(token => token.Text).Count() < added.Count) throw Unusable(file, "two of its control tokens have the same text");
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var id = 0; id < file.Tokens.Count; id++)
            if (!IsAdded(file, id) && file.Types[id] != GgufTokenType.Unused && !vocabulary.TryAdd(file.Tokens[id], id)) throw Unusable(file, "two of its tokens have the same text");
        var hasSpace = !isByteLevel && file.AddSpacePrefix != false;
        var decoder = TokenDecoder.Of(isByteLevel, hasSpace);
        var control = added.Where(token => !token.IsPlain).Select(token => token.Id).ToHashSet();
        byte[]?[] bytes = [.. file.Tokens.Select((text, id) => control.Contains(id) ? System.Text.Encoding.UTF8.GetBytes(text) : decoder.Bytes(text))];
        return new TokenizerPipeline(new TokenizerParts(isByteLevel ? ByMerges(file, vocabulary) : ByScores(file, vocabulary), bytes, added)
        {
            Normalizer = isByteLevel ? Normalizer(file) : Spaces(hasSpace),
            PreTokenizer = isByteLevel ? PreTokenizer(file) : null,
            Prefix = file is { BeginToken: { } begin } && (file.AddBegin ?? (!isByteLevel || file.Pre == "llama-bpe")) ? [begin] : [],
            Suffix = file is { EndToken: { } end, AddEnd: true } ? [end] : [],
            HasDummyPrefix = hasSpace,
        });
    }

    private static bool IsAdded(GgufVocabulary file, int id) =>
        file.Types[id] is GgufTokenType.Control or GgufTokenType.UserDefined or GgufTokenType.Unknown && file.Tokens[id].Length > 0;

    private static BpeModel ByMerges(GgufVocabulary file, Dictionary<string, int> vocabulary)
    {
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Whole)>();
        for (var rank = 0; rank < file.Merges.Count; rank++)
        {
            var space = file.Merges[rank].IndexOf(' ', 1);
            if (space < 0) throw Unusable(file, "one of its merges has no two parts");
            var (left, right) = (file.Merges[rank][..space], file.Merges[rank][(space + 1)..]);
            // One that makes a control token is left out.
            if (vocabulary.TryGetValue(left, out var first) && vocabulary.TryGetValue(right, out var second) && vocabulary.TryGetValue(left + right, out var whole)) merges[(first, second)] = (rank, whole);
        }
        return new BpeModel(vocabulary, merges, new BpeOptions(null, FuseUnknown: false, ByteFallback: false, IgnoreMerges: file.Pre == "llama-bpe"));
    }

    /// <summary>Any two tokens merge that make a third one; the third one's score says how soon.</summary>
    private static BpeModel ByScores(GgufVocabulary file, Dictionary<string, int> vocabulary)
    {
        if (file.Scores.Count != file.Tokens.Count) throw Unusable(file, "its tokens have no scores");
        if (file.Scores.Any(float.IsNaN)) throw Unusable(file, "one of its scores is no number");
        var ranks = file.Scores.Distinct().OrderDescending().Select((score, rank) => (score, rank)).ToDictionary(entry => entry.score, entry => entry.rank);
        var parts = vocabulary.GetAlternateLookup<ReadOnlySpan<char>>();
        var merges = new Dictionary<(int Left, int Right), (int Rank, int Whole)>();
        foreach (var (text, id) in vocabulary)
            for (var cut = 1; cut < text.Length && file.Types[id] == GgufTokenType.Normal; cut++)
                if (parts.TryGetValue(text.AsSpan(0, cut), out var left) && parts.TryGetValue(text.AsSpan(cut), out var right)) merges[(left, right)] = (ranks[file.Scores[id]], id);
        return new BpeModel(vocabulary, merges, new BpeOptions(file.UnknownToken, FuseUnknown: true, ByteFallback: true, IgnoreMerges: false));
    }

    /// <summary>llama.cpp leaves it out, but Qwen's tokenizer composes characters.</summary>
    private static Normalizer? Normalizer(GgufVocabulary file)
    {
        if (file.Pre != "qwen2") return null;
        var form = new UnicodeForm(isCompatible: false, composes: true);
        return (text, _) => form.Apply(text);
    }

    private static Normalizer Spaces(bool hasSpace) => (text, isFirst) => (hasSpace && isFirst ? "▁" : "") + text.Replace(' ', '▁');

    private static PreTokenizer PreTokenizer(GgufVocabulary file)
    {
        var bytes = PreTokenizerReader.ByteLevel(addPrefixSpace: false, useRegex: false);
        return file.Pre switch
        {
            "gpt-2" => PreTokenizerReader.ByteLevel(addPrefixSpace: false, useRegex: true),
            "llama-bpe" or "llama3" or "llama-v3" => Cut(WordPattern.Llama3, bytes),
            "qwen2" => Cut(WordPattern.Qwen, bytes),
            "default" or "" => PreTokenizerReader.Sequence([.. DefaultPatterns.Select(pattern => PreTokenizerReader.Split(TextPattern.OfRegex(pattern), SplitBehavior.Isolated, invert: false)), bytes]),
            var other => throw Unusable(file, $"its way to cut words, '{other}', is not supported; put the model's tokenizer.json beside it"),
        };
    }

    private static PreTokenizer Cut(WordPattern pattern, PreTokenizer bytes) => (text, isFirst) => pattern.Split(text).SelectMany(range => bytes(text[range], isFirst));

    private static ModelFileException Unusable(GgufVocabulary file, string what) => new($"The GGUF file '{file.Path}' cannot be used: {what}.");
}
