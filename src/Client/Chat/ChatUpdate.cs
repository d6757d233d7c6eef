namespace Cocoon.Client;

/// <summary>A piece of an answer.</summary>
/// <param name="Text">New text; may be empty.</param>
/// <param name="Result">Set in the last update.</param>
public sealed record ChatUpdate(string Text, ChatResult? Result)
{
    /// <summary>Which answer it belongs to, from 0.</summary>
    public int Choice { get; init; }

    /// <summary>New text of what the model thinks before it answers; may be empty.</summary>
    public string Reasoning { get; init; } = "";

    /// <summary>A piece of a tool call; null for none.</summary>
    public ToolCallUpdate? ToolCall { get; init; }

    /// <summary>How likely the token was; null unless asked for.</summary>
    public TokenLogProb? LogProb { get; init; }

    /// <summary>Set in the last piece of each answer.</summary>
    public ChatFinish? Finish { get; init; }
}
