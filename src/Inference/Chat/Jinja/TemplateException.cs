namespace Cocoon.Inference.Chat.Jinja;

/// <summary>A chat template is not understood, or fails while it renders; the message never quotes what it renders.</summary>
internal sealed class TemplateException(string message) : Exception(message);
