namespace Cocoon.Inference;

/// <summary>A conversation to continue.</summary>
public sealed record ChatPrompt(IReadOnlyList<ChatMessage> Messages);
