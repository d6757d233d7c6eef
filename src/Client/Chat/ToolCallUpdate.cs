namespace Cocoon.Client;

/// <summary>A piece of a tool call.</summary>
/// <param name="Index">Which of this answer's calls, from 0.</param>
/// <param name="Id">Set in the call's first piece.</param>
/// <param name="Name">Set in the call's first piece.</param>
/// <param name="Arguments">New text of the arguments; may be empty.</param>
public sealed record ToolCallUpdate(int Index, string? Id, string? Name, string Arguments);
