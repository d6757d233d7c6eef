using System.Text.Json;

namespace Cocoon.Inference.OpenAi;

/// <summary>A JSON object of a request, read field by field with OpenAI's wording when a field has the wrong type. Null counts as absent.</summary>
internal readonly struct RequestObject(JsonElement element, string path)
{
    public string Path { get; } = path;

    public static RequestObject Of(JsonElement element, string path) =>
        element.ValueKind == JsonValueKind.Object ? new RequestObject(element, path) : throw WrongType(path, "an object", element);

    public JsonElement? Value(string name)
    {
        if (element.ValueKind != JsonValueKind.Object) throw new RequestFormatException("The body of the request must be a JSON object.");
        return element.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;
    }

    public IEnumerable<string> Names() => element.EnumerateObject().Select(entry => entry.Name);

    public string? Text(string name) => Value(name) is { } value ? TextOf(value, At(name)) : null;

    public bool? Bool(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } other => throw WrongType(At(name), "a boolean", other),
    };

    public int? Int(string name, int min, int max) => Long(name) switch
    {
        null => null,
        { } value when value >= min && value <= max => (int)value,
        _ => throw new RequestFormatException($"Invalid value for '{At(name)}': expected an integer from {min} to {max}.", At(name), "invalid_value"),
    };

    public long? Long(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Number } value when value.TryGetInt64(out var number) => number,
        { } other => throw WrongType(At(name), "an integer", other),
    };

    public float? Number(string name, float min, float max)
    {
        if (Value(name) is not { } value) return null;
        if (value.ValueKind != JsonValueKind.Number || !value.TryGetSingle(out var number)) throw WrongType(At(name), "a number", value);
        return number >= min && number <= max
            ? number
            : throw new RequestFormatException($"Invalid value for '{At(name)}': expected a number from {min} to {max}.", At(name), "invalid_value");
    }

    public RequestObject? Object(string name) => Value(name) is { } value ? Of(value, At(name)) : null;

    public IReadOnlyList<JsonElement>? Array(string name) => Value(name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } value => [.. value.EnumerateArray()],
        { } other => throw WrongType(At(name), "an array", other),
    };

    /// <summary>A string that is valid Unicode: JSON can spell lone surrogates, which no tokenizer can.</summary>
    public static string TextOf(JsonElement value, string path)
    {
        if (value.ValueKind != JsonValueKind.String) throw WrongType(path, "a string", value);
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw new RequestFormatException($"Invalid value for '{path}': the string is not valid Unicode.", path, "invalid_value");
        }
    }

    public static RequestFormatException WrongType(string path, string expected, JsonElement got) =>
        new($"Invalid type for '{path}': expected {expected}, but got {Name(got)} instead.", path, "invalid_type");

    private static string Name(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.String => "a string",
        JsonValueKind.Number => value.TryGetInt64(out _) ? "an integer" : "a number",
        JsonValueKind.True or JsonValueKind.False => "a boolean",
        _ => "null",
    };

    private string At(string name) => Path.Length == 0 ? name : $"{Path}.{name}";
}
