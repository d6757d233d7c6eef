namespace Cocoon.Inference.Chat;

/// <summary>A piece of a rendered conversation; only trusted pieces may contain control tokens.</summary>
internal readonly record struct TemplatePiece(string Text, bool IsTrusted);
