namespace Cocoon.Inference.Models.Gguf;

/// <summary>The tokenizer inside a GGUF file (tokenizer.ggml.*), as plain data. Ids are places in <paramref name="Tokens"/>.</summary>
/// <param name="Path">The file, for errors.</param>
/// <param name="Model">"gpt2" for byte-level BPE, "llama" for SentencePiece BPE by scores.</param>
/// <param name="Pre">How text is split before BPE, such as "llama-bpe", "qwen2", "gpt-2" or "default".</param>
/// <param name="Tokens">Texts of the tokens: in GPT-2's byte alphabet, or with U+2581 for spaces.</param>
/// <param name="Types">llama.cpp's token types, one for each token.</param>
/// <param name="Merges">"left right", best first; empty for "llama".</param>
/// <param name="Scores">One for each token; empty for "gpt2".</param>
internal sealed record GgufVocabulary(
    string Path, string Model, string Pre, IReadOnlyList<string> Tokens, IReadOnlyList<GgufTokenType> Types, IReadOnlyList<string> Merges, IReadOnlyList<float> Scores)
{
    public int? BeginToken { get; init; }

    public int? EndToken { get; init; }

    /// <summary>All tokens that end an answer.</summary>
    public IReadOnlyList<int> EndTokens { get; init; } = [];

    public int? UnknownToken { get; init; }

    public int? PaddingToken { get; init; }

    /// <summary>Whether the file wants <see cref="BeginToken"/> before a text; null where it does not say.</summary>
    public bool? AddBegin { get; init; }

    /// <summary>Whether the file wants <see cref="EndToken"/> after a text; null where it does not say.</summary>
    public bool? AddEnd { get; init; }

    /// <summary>Whether a space goes before a text ("llama" only); null where the file does not say, which means yes.</summary>
    public bool? AddSpacePrefix { get; init; }

    /// <summary>The Jinja template; null where there is none.</summary>
    public string? ChatTemplate { get; init; }
}
