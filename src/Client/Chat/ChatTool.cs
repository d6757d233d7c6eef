using System.Text.Json;

namespace Cocoon.Client;

/// <summary>A function that the model may ask the caller to run.</summary>
/// <param name="Name">Its name: letters, digits, _ and -.</param>
/// <param name="Description">What it does, for the model; null for none.</param>
/// <param name="Parameters">JSON schema of its arguments; null when it takes none.</param>
public sealed record ChatTool(string Name, string? Description = null, JsonElement? Parameters = null)
{
    /// <summary>Whether the arguments have to follow the schema exactly. Default: as the model likes.</summary>
    public bool? Strict { get; init; }
}
