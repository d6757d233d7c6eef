using System.Text.Json;
using Cocoon.Gateway.Errors;

namespace Cocoon.Gateway.Responses;

/// <summary>A value of a request and where it stands, so that refusals name it. Null counts as absent.</summary>
internal readonly record struct Field(JsonElement Value, string Path)
{
    public Field? Get(string name) => Value.ValueKind == JsonValueKind.Object && Value.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null
        ? new Field(value, Path.Length == 0 ? name : $"{Path}.{name}")
        : null;

    public Field Need(string name) => Get(name) ?? throw Missing(Path.Length == 0 ? name : $"{Path}.{name}");

    public string AsText()
    {
        if (Value.ValueKind != JsonValueKind.String) throw Wrong("a string");
        try
        {
            return Value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw ApiException.BadRequest($"Invalid value for '{Path}': the string is not valid Unicode.", Path, "invalid_value");
        }
    }

    public bool AsBool() => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("a boolean"),
    };

    public Field AsObject() => Value.ValueKind == JsonValueKind.Object ? this : throw Wrong("an object");

    public IEnumerable<Field> AsArray(int maxEntries)
    {
        if (Value.ValueKind != JsonValueKind.Array) throw Wrong("an array");
        if (Value.GetArrayLength() > maxEntries) throw ApiException.BadRequest($"'{Path}' has at most {maxEntries} entries.", Path, "array_above_max_length");
        var path = Path;
        return Value.EnumerateArray().Select((entry, index) => new Field(entry, $"{path}[{index}]"));
    }

    public string? Text(string name) => Get(name)?.AsText();

    public bool? Bool(string name) => Get(name)?.AsBool();

    public ApiException Unsupported(string why) => ApiException.BadRequest($"'{Path}' is not supported by this market: {why}", Path, "unsupported_parameter");

    public ApiException Wrong(string expected) => ApiException.BadRequest($"Invalid type for '{Path}': expected {expected}.", Path, "invalid_type");

    private static ApiException Missing(string path) => ApiException.BadRequest($"Missing required parameter: '{path}'.", path, "missing_required_parameter");
}
