using Cocoon.Inference.Tools;

namespace Cocoon.Inference;

/// <summary>One turn of a conversation: role "system", "user", "assistant" or "tool", and its text.</summary>
public sealed record ChatMessage(string Role, string Content)
{
    /// <summary>What an assistant's turn asked to run. Default: nothing.</summary>
    public IReadOnlyList<ToolCall> ToolCalls { get; init; } = [];

    /// <summary>Which call a tool's turn answers; null in turns of other roles.</summary>
    public string? ToolCallId { get; init; }
}
