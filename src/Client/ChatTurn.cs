namespace Cocoon.Client;

/// <summary>One turn of a conversation: role "system", "user", "assistant" or "tool", and its text.</summary>
public sealed record ChatTurn(string Role, string Content);
