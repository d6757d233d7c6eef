namespace Cocoon.Inference;

/// <summary>One turn of a conversation: role "system", "user", "assistant" or "tool", and its text.</summary>
public sealed record ChatMessage(string Role, string Content);
