namespace Cocoon.Sealing;

/// <summary>The beginning of a tool call; its arguments follow as text of kind <see cref="AnswerKind.ToolArguments"/>.</summary>
/// <param name="Id">Names the call; at most 255 bytes of UTF-8.</param>
/// <param name="Name">The tool; at most 255 bytes of UTF-8.</param>
public sealed record AnswerTool(string Id, string Name);
