namespace Cocoon.Inference.Chat.Jinja;

/// <summary>Something that a template can call.</summary>
internal delegate object? Function(CallArguments arguments);
