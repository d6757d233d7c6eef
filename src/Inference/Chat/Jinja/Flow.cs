namespace Cocoon.Inference.Chat.Jinja;

/// <summary>How a template goes on after a statement.</summary>
internal enum Flow
{
    Next,

    /// <summary>The innermost loop ends.</summary>
    Break,

    /// <summary>The innermost loop takes its next item.</summary>
    Continue,
}
