namespace Cocoon.Inference.OpenAi;

/// <summary>Dearest acceptable prices in nano per million tokens.</summary>
public sealed record PriceCeiling(long Prompt, long CachedPrompt, long Completion, long Reasoning);
