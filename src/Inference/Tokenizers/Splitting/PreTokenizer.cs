namespace Cocoon.Inference.Tokenizers.Splitting;

/// <summary>The words of a text, as the vocabulary writes them; a model makes tokens of each by itself.</summary>
/// <param name="text">A normalised part between added tokens, or a piece of it.</param>
/// <param name="isFirst">Whether the whole text begins with it.</param>
internal delegate IEnumerable<string> PreTokenizer(string text, bool isFirst);
