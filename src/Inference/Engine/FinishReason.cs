namespace Cocoon.Inference;

public enum FinishReason
{
    /// <summary>The model ended its turn, or a stop string appeared.</summary>
    Stop,

    /// <summary>The token limit was reached.</summary>
    Length,

    /// <summary>The model asks the caller to run tools.</summary>
    ToolCalls,
}
