namespace Cocoon.Inference.Upstream;

/// <summary>What the server says it counted, of all choices together.</summary>
internal readonly record struct UpstreamUsage(int Prompt, int CachedPrompt, int Completion, int Reasoning);
