namespace Cocoon.Client;

/// <summary>Why an answer ended.</summary>
public enum ChatFinish
{
    /// <summary>The model was done, or a stop text came.</summary>
    Stop = 1,

    /// <summary>The token limit was reached.</summary>
    Length = 2,

    /// <summary>The model waits for the tools it called.</summary>
    ToolCalls = 3,
}
