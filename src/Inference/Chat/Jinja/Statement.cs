namespace Cocoon.Inference.Chat.Jinja;

/// <summary>A part of a template that writes, sets or repeats; says how to go on.</summary>
internal delegate Flow Statement(Frame frame);
