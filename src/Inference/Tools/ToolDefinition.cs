namespace Cocoon.Inference.Tools;

/// <summary>A function that the model may ask the caller to run.</summary>
/// <param name="Name">Letters, digits, underscores and dashes; at most 64.</param>
/// <param name="Description">What it does, for the model; null for none.</param>
/// <param name="Parameters">JSON schema of its arguments as JSON text; null when it takes none.</param>
/// <param name="IsStrict">Whether the arguments have to follow the schema exactly.</param>
public sealed record ToolDefinition(string Name, string? Description, string? Parameters, bool IsStrict);
