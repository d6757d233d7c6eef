using System.Text.Json;

namespace Cocoon.Inference.Formats.Schemas;

/// <summary>Reads single words of a schema; a value of the wrong type is refused by the word's name.</summary>
internal static class SchemaReader
{
    /// <summary>A count, 0 or more.</summary>
    public static int? Count(JsonElement schema, string name, SchemaPlace place)
    {
        if (!schema.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var count) && count is >= 0 and < int.MaxValue
            ? count
            : throw place.Refuse($"'{name}' must be a whole number from 0");
    }

    public static decimal? Number(JsonElement schema, string name, SchemaPlace place)
    {
        if (!schema.TryGetProperty(name, out var value)) return null;
        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) ? number : throw place.Refuse($"'{name}' must be a number of at most 28 digits");
    }

    public static JsonElement Object(JsonElement schema, string name, SchemaPlace place) =>
        schema.GetProperty(name) is { ValueKind: JsonValueKind.Object } value ? value : throw place.Refuse($"'{name}' must be an object");

    /// <summary>A list with at least one entry.</summary>
    public static IReadOnlyList<JsonElement> List(JsonElement schema, string name, SchemaPlace place) =>
        schema.GetProperty(name) is { ValueKind: JsonValueKind.Array } value && value.GetArrayLength() > 0
            ? [.. value.EnumerateArray()]
            : throw place.Refuse($"'{name}' must be an array with at least one entry");

    /// <summary>A list of names; empty when there is none.</summary>
    public static IReadOnlyList<string> Names(JsonElement schema, string name, SchemaPlace place)
    {
        if (!schema.TryGetProperty(name, out var value)) return [];
        if (value.ValueKind != JsonValueKind.Array) throw place.Refuse($"'{name}' must be an array");
        return [.. value.EnumerateArray().Select(entry => Text(entry, name, place)).Distinct()];
    }

    public static string Text(JsonElement value, string name, SchemaPlace place) =>
        value.ValueKind == JsonValueKind.String ? value.GetString()! : throw place.Refuse($"'{name}' must hold strings");

    /// <summary>The types a schema allows; guessed from its other words where it names none.</summary>
    public static IReadOnlyList<string> Types(JsonElement schema, SchemaPlace place)
    {
        if (!schema.TryGetProperty("type", out var type))
        {
            var limits = SchemaKeywords.Limits(schema).ToHashSet();
            var guessed = SchemaKeywords.Types.Where(name => SchemaKeywords.Of(name).Any(limits.Contains)).Take(1).ToList();
            return guessed.Count > 0 ? guessed : throw place.Refuse("it has no 'type'; add one");
        }
        var names = type.ValueKind == JsonValueKind.Array ? List(schema, "type", place) : [type];
        var types = names.Select(name => Text(name, "type", place)).Distinct().ToList();
        return types.TrueForAll(SchemaKeywords.Types.Contains) ? types : throw place.Refuse($"'type' is one of {string.Join(", ", SchemaKeywords.Types)}");
    }

    /// <summary>Whether a value is of one of the types.</summary>
    public static bool IsOf(JsonElement value, IReadOnlyList<string> types) => types.Any(type => value.ValueKind switch
    {
        JsonValueKind.Object => type == "object",
        JsonValueKind.Array => type == "array",
        JsonValueKind.String => type == "string",
        JsonValueKind.Null => type == "null",
        JsonValueKind.True or JsonValueKind.False => type == "boolean",
        _ => type == "number" || (type == "integer" && value.TryGetDecimal(out var number) && decimal.IsInteger(number)),
    });
}
