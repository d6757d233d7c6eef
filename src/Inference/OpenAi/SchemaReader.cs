using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>Reads JSON schemas as text: whoever enforces or shows one reads it himself. Here it gets its bounds.</summary>
internal static class SchemaReader
{
    private const int MaxCharacters = 65_536;
    private const int MaxDepth = 32;

    /// <returns>The schema's JSON as the caller wrote it; null when there is none.</returns>
    public static string? Read(RequestObject holder, string name)
    {
        if (holder.Object(name) is null) return null;
        var schema = holder.Value(name)!.Value;
        var path = $"{holder.Path}.{name}";
        var text = schema.GetRawText();
        if (text.Length > MaxCharacters) throw new RequestFormatException($"'{path}' has at most {MaxCharacters} characters.", path, "string_above_max_length");
        if (Depth(schema) > MaxDepth) throw new RequestFormatException($"'{path}' is nested at most {MaxDepth} levels deep.", path, "invalid_value");
        return text;
    }

    private static int Depth(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => 1 + value.EnumerateObject().Select(static entry => Depth(entry.Value)).DefaultIfEmpty().Max(),
        JsonValueKind.Array => 1 + value.EnumerateArray().Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };
}
