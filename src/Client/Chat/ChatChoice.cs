namespace Cocoon.Client;

/// <summary>One finished answer.</summary>
/// <param name="Index">Which, from 0.</param>
/// <param name="Text">The answer.</param>
/// <param name="Reasoning">What the model thought before it; empty for models that do not.</param>
/// <param name="ToolCalls">Calls that the model asks for.</param>
/// <param name="Finish">Why it ended; null when it did not end by itself.</param>
/// <param name="LogProbs">One for each token; empty unless asked for.</param>
public sealed record ChatChoice(
    int Index, string Text, string Reasoning, IReadOnlyList<ChatToolCall> ToolCalls, ChatFinish? Finish, IReadOnlyList<TokenLogProb> LogProbs)
{
    /// <summary>The answer as the next request's turn.</summary>
    public ChatTurn ToTurn() => new("assistant", Text) { ToolCalls = ToolCalls };
}
