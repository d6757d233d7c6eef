namespace Cocoon.Client;

/// <summary>One turn of a conversation.</summary>
/// <param name="Role">"system", "user", "assistant" or "tool".</param>
/// <param name="Content">Its text; empty for an assistant that only called tools.</param>
public sealed record ChatTurn(string Role, string Content)
{
    /// <summary>The tools that the assistant called in this turn. Default: none.</summary>
    public IReadOnlyList<ChatToolCall> ToolCalls { get; init; } = [];

    /// <summary>The call that a "tool" turn answers.</summary>
    public string? ToolCallId { get; init; }
}
