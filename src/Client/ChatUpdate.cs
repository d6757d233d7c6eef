namespace Cocoon.Client;

/// <summary>A piece of an answer.</summary>
/// <param name="Text">New text; may be empty.</param>
/// <param name="Result">Set in the last update.</param>
public sealed record ChatUpdate(string Text, ChatResult? Result);
