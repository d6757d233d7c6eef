namespace Cocoon.Inference.Chat.Jinja;

/// <summary>A template refuses a conversation by its own words (raise_exception).</summary>
/// <param name="words">What it says; may hold words of people.</param>
internal sealed class TemplateRefusal(MarkedText words) : Exception("The chat template refuses the conversation.")
{
    /// <summary>The template's own part of it.</summary>
    public string Words { get; } = string.Concat(words.Pieces().Where(piece => piece.IsTrusted).Select(piece => piece.Text)).Trim();
}
