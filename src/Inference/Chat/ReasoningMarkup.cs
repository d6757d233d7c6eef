using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Chat;

/// <summary>What stands around a model's thoughts: tokens of its vocabulary, or text where it has none.</summary>
/// <param name="Open">Id of &lt;think&gt;; null where it is text.</param>
/// <param name="Close">Id of &lt;/think&gt;; null where it is text.</param>
internal sealed record ReasoningMarkup(int? Open, int? Close)
{
    public const string OpenText = "<think>";
    public const string CloseText = "</think>";

    public static ReasoningMarkup Of(ITokenizer tokenizer) => new(tokenizer.AddedToken(OpenText), tokenizer.AddedToken(CloseText));
}
