namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>What the patterns of byte-level tokenizers tell apart.</summary>
internal enum LetterKind
{
    Letter,
    Number,
    Space,
    Other,
}
