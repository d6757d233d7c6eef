namespace Cocoon.Sealing;

/// <summary>What the text of a step is. The numbers are part of the format.</summary>
public enum AnswerKind : byte
{
    /// <summary>The answer itself.</summary>
    Content = 0,

    /// <summary>What the model thought before answering.</summary>
    Reasoning = 1,

    /// <summary>Arguments of a tool call.</summary>
    ToolArguments = 2,
}
