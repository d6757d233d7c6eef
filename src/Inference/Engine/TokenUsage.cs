namespace Cocoon.Inference;

/// <summary>Token counts of one generation. Prompt includes cached, completion includes reasoning, as in OpenAI's usage.</summary>
public sealed record TokenUsage(int PromptTokens, int CachedPromptTokens, int CompletionTokens, int ReasoningTokens);
