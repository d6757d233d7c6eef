namespace Cocoon.Inference.Models.Gguf;

/// <summary>Reads and checks tokenizer.ggml.* of a GGUF file's metadata.</summary>
internal static class GgufVocabularyReader
{
    private const string Prefix = "tokenizer.ggml.";

    /// <summary>Texts of control tokens that end a turn, as llama.cpp takes them to (llama-vocab.cpp): files often name only one of them.</summary>
    private static readonly HashSet<string> TurnEnds = new(StringComparer.Ordinal)
    {
        "<|eot_id|>", "<|eom_id|>", "<|im_end|>", "<|endoftext|>", "<|end_of_text|>", "<|end|>", "<end_of_turn>",
    };

    /// <exception cref="ModelFileException">Something is missing or does not fit.</exception>
    public static GgufVocabulary Read(GgufMetadata data, string path)
    {
        var model = data.Required(data.Text(Prefix + "model"), Prefix + "model");
        Require(model is "gpt2" or "llama", $"its tokenizer is of the kind '{model}'; gpt2 and llama are supported");
        var tokens = data.Required(data.Texts(Prefix + "tokens"), Prefix + "tokens");
        var types = data.Integers(Prefix + "token_type") ?? [.. Enumerable.Repeat((int)GgufTokenType.Normal, tokens.Count)];
        var scores = data.Numbers(Prefix + "scores") ?? [];
        Require(types.Count == tokens.Count, $"it has {tokens.Count} tokens and {types.Count} token types");
        Require(types.All(type => Enum.IsDefined((GgufTokenType)type)), "it has a token of an unknown type");
        Require(scores.Count == tokens.Count || (model == "gpt2" && scores.Count == 0), $"it has {tokens.Count} tokens and {scores.Count} scores");
        Require(scores.All(float.IsFinite), "a token's score is not finite");
        return new GgufVocabulary(
            path, model, data.Text(Prefix + "pre") ?? "default", tokens, [.. types.Select(type => (GgufTokenType)type)], data.Texts(Prefix + "merges") ?? [], scores)
        {
            BeginToken = Token("bos"),
            EndToken = Token("eos"),
            EndTokens = [.. EndTokens(tokens, types).Concat(new[] { Token("eos"), Token("eot"), Token("eom") }.OfType<int>()).Distinct().Order()],
            UnknownToken = Token("unknown"),
            PaddingToken = Token("padding"),
            AddBegin = data.Flag(Prefix + "add_bos_token"),
            AddEnd = data.Flag(Prefix + "add_eos_token"),
            AddSpacePrefix = data.Flag(Prefix + "add_space_prefix"),
            ChatTemplate = data.Text("tokenizer.chat_template"),
        };

        int? Token(string name)
        {
            var id = data.Integer($"{Prefix}{name}_token_id");
            // Some converters write -1 for none.
            Require(id is null || (id >= -1 && id < tokens.Count), $"its {name} token is not one of its tokens");
            return id is -1 ? null : id;
        }

        void Require(bool condition, string what)
        {
            if (!condition) throw new ModelFileException($"The tokenizer in '{path}' cannot be used: {what}.");
        }
    }

    private static IEnumerable<int> EndTokens(IReadOnlyList<string> tokens, IReadOnlyList<int> types) =>
        Enumerable.Range(0, tokens.Count).Where(id => types[id] == (int)GgufTokenType.Control && TurnEnds.Contains(tokens[id]));
}
