using Cocoon.Inference.Tokenizers;

namespace Cocoon.Inference.Tools;

/// <summary>
/// How one model writes calls, and the tokens around them. Where these are tokens no text can be taken for them; where they
/// are text, a call is what reads like one.
/// </summary>
/// <param name="Open">Id of what opens a call; null where it is text.</param>
/// <param name="Close">Id of what closes it; null where it is text, or nothing.</param>
internal sealed record ToolMarkup(int? Open, int? Close)
{
    public const string OpenText = "<tool_call>";
    public const string CloseText = "</tool_call>";

    public ToolSyntax Syntax { get; init; } = ToolSyntax.Hermes;

    /// <summary>Hermes' way with its tokens; null for a model without such tokens.</summary>
    public static ToolMarkup? Of(ITokenizer tokenizer) =>
        tokenizer.AddedToken(OpenText) is { } open && tokenizer.AddedToken(CloseText) is { } close ? new ToolMarkup(open, close) : null;

    /// <summary>One way with the tokens that there are; null for Mistral's without its token, which text cannot stand for.</summary>
    public static ToolMarkup? Of(ITokenizer tokenizer, ToolSyntax syntax)
    {
        if (syntax == ToolSyntax.Hermes) return Of(tokenizer) ?? new ToolMarkup(null, null);
        if (syntax == ToolSyntax.Llama) return new ToolMarkup(null, null) { Syntax = syntax };
        return tokenizer.AddedToken(syntax.Open) is { } open ? new ToolMarkup(open, null) { Syntax = syntax } : null;
    }
}
