namespace Cocoon.Inference;

/// <summary>What a piece of an answer's text is.</summary>
public enum TextKind
{
    /// <summary>The answer itself.</summary>
    Content,

    /// <summary>What the model thought before answering; billed as reasoning.</summary>
    Reasoning,

    /// <summary>Arguments of a tool call.</summary>
    ToolArguments,
}
