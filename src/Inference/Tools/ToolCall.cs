namespace Cocoon.Inference.Tools;

/// <summary>A call of a tool that the model asks for.</summary>
/// <param name="Id">Names this call, so that its result can be told from others'.</param>
/// <param name="Name">The tool.</param>
/// <param name="Arguments">JSON as the model wrote it: a caller checks it before use.</param>
public sealed record ToolCall(string Id, string Name, string Arguments);
