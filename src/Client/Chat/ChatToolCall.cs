namespace Cocoon.Client;

/// <summary>A call that the model asks for. Its arguments come from a model: check them before use.</summary>
/// <param name="Id">Names the call; the tool's turn repeats it.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">JSON.</param>
public sealed record ChatToolCall(string Id, string Name, string Arguments);
