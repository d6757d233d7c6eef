namespace Cocoon.Inference;

/// <summary>One step of an answer.</summary>
/// <param name="TokenId">The token; null in the last event.</param>
/// <param name="Text">
/// Text that became final with this event. Empty while a character is incomplete or the text may still turn out to be a
/// stop string or a tool call.
/// </param>
/// <param name="LogProb">Natural logarithm of the token's probability before sampling; null unless asked for.</param>
/// <param name="Finish">Set in the last event, and in the last of each choice where there are several.</param>
/// <param name="Usage">Set in the last event.</param>
public sealed record TokenEvent(int? TokenId, string Text, float? LogProb = null, FinishReason? Finish = null, TokenUsage? Usage = null)
{
    /// <summary>Which of a request's answers this belongs to, from 0.</summary>
    public int Choice { get; init; }

    /// <summary>What <see cref="Text"/> is.</summary>
    public TextKind Kind { get; init; }

    /// <summary>Set where a tool call begins.</summary>
    public ToolCallStart? ToolCall { get; init; }

    /// <summary>The token and its rivals; null unless asked for.</summary>
    public TokenLogProbs? LogProbs { get; init; }
}
