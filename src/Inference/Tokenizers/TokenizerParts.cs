using Cocoon.Inference.Tokenizers.Normalizing;
using Cocoon.Inference.Tokenizers.Splitting;

namespace Cocoon.Inference.Tokenizers;

/// <summary>What a tokenizer is made of, whatever file it comes from.</summary>
/// <param name="Model">Makes tokens of words.</param>
/// <param name="Bytes">What each id stands for; null where there is no such token.</param>
/// <param name="Added">Tokens that are looked for before all else; each text once.</param>
internal sealed record TokenizerParts(ITokenModel Model, byte[]?[] Bytes, IReadOnlyList<AddedToken> Added)
{
    public Normalizer? Normalizer { get; init; }

    public PreTokenizer? PreTokenizer { get; init; }

    /// <summary>Tokens before a text that no template made.</summary>
    public IReadOnlyList<int> Prefix { get; init; } = [];

    /// <summary>Tokens after it.</summary>
    public IReadOnlyList<int> Suffix { get; init; } = [];

    /// <summary>Whether a decoded text begins with a space that is not part of it.</summary>
    public bool HasDummyPrefix { get; init; }
}
