namespace Cocoon.Inference;

/// <summary>One step of an answer.</summary>
/// <param name="TokenId">The token; null in the last event.</param>
/// <param name="Text">
/// Text that became final with this event. Empty while a character is incomplete or the text may still turn out to be a
/// stop string.
/// </param>
/// <param name="LogProb">Natural logarithm of the token's probability before sampling; null unless asked for.</param>
/// <param name="Finish">Set in the last event.</param>
/// <param name="Usage">Set in the last event.</param>
public sealed record TokenEvent(int? TokenId, string Text, float? LogProb = null, FinishReason? Finish = null, TokenUsage? Usage = null);
