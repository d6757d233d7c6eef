namespace Cocoon.Sealing;

/// <summary>Why one choice of an answer ended. The numbers are part of the format.</summary>
public enum AnswerFinish : byte
{
    /// <summary>The model ended its turn, or a stop string appeared.</summary>
    Stop = 1,

    /// <summary>The token limit was reached.</summary>
    Length = 2,

    /// <summary>The model asks the caller to run tools.</summary>
    ToolCalls = 3,
}
