namespace Cocoon.Inference.Chat.Jinja;

/// <summary>A word of a template.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">Its text; that of a string without its quotes and escapes.</param>
/// <param name="Line">Where it stands, from 1.</param>
internal readonly record struct TemplateToken(TokenKind Kind, string Text, int Line);
