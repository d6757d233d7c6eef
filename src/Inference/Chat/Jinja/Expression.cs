namespace Cocoon.Inference.Chat.Jinja;

/// <summary>An expression, ready to be asked for its value.</summary>
internal delegate object? Expression(Frame frame);
