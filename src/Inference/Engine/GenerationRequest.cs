namespace Cocoon.Inference;

/// <summary>What to generate.</summary>
/// <param name="Prompt">The conversation.</param>
/// <param name="MaxTokens">Most tokens to generate, at least 1.</param>
/// <param name="Sampling">How tokens are chosen.</param>
/// <param name="Stop">Strings that end the answer; not part of it. At most four.</param>
/// <param name="LogProbs">Whether events carry the token's log probability.</param>
public sealed record GenerationRequest(ChatPrompt Prompt, int MaxTokens, SamplingOptions Sampling, IReadOnlyList<string> Stop, bool LogProbs = false);
