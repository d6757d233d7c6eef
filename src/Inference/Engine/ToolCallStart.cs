namespace Cocoon.Inference;

/// <summary>The beginning of a tool call; its arguments follow as text of kind <see cref="TextKind.ToolArguments"/>.</summary>
/// <param name="Id">Names the call.</param>
/// <param name="Name">The tool.</param>
public sealed record ToolCallStart(string Id, string Name);
