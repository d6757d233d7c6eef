namespace Cocoon.Inference.Upstream;

/// <summary>A piece of a tool call: id and name in its first piece, arguments in any.</summary>
internal readonly record struct ToolDelta(int Index, string? Id, string? Name, string Arguments);
