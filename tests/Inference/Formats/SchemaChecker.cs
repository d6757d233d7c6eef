using System.Globalization;
using System.Text.Json;

namespace Cocoon.Inference.Tests.Formats;

/// <summary>Whether a value follows a schema: written apart from the compiler, as a second opinion.</summary>
internal static class SchemaChecker
{
    public static bool Follows(JsonElement value, JsonElement schema, JsonElement root)
    {
        if (schema.ValueKind == JsonValueKind.True) return true;
        foreach (var limit in schema.EnumerateObject())
            if (!Follows(value, limit.Name, limit.Value, schema, root)) return false;
        return true;
    }

    private static bool Follows(JsonElement value, string name, JsonElement limit, JsonElement schema, JsonElement root) => name switch
    {
        "$ref" => Follows(value, Target(limit.GetString()!, root), root),
        "anyOf" => limit.EnumerateArray().Any(option => Follows(value, option, root)),
        "enum" => limit.EnumerateArray().Any(other => JsonElement.DeepEquals(value, other)),
        "const" => JsonElement.DeepEquals(value, limit),
        "type" => limit.ValueKind == JsonValueKind.Array ? limit.EnumerateArray().Any(type => IsOf(value, type.GetString()!)) : IsOf(value, limit.GetString()!),
        "minimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() >= limit.GetDecimal(),
        "maximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() <= limit.GetDecimal(),
        "exclusiveMinimum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() > limit.GetDecimal(),
        "exclusiveMaximum" => value.ValueKind != JsonValueKind.Number || value.GetDecimal() < limit.GetDecimal(),
        "minLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() >= limit.GetInt32(),
        "maxLength" => value.ValueKind != JsonValueKind.String || value.GetString()!.EnumerateRunes().Count() <= limit.GetInt32(),
        "format" => value.ValueKind != JsonValueKind.String || IsOfForm(value.GetString()!, limit.GetString()!),
        "minItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() >= limit.GetInt32(),
        "maxItems" => value.ValueKind != JsonValueKind.Array || value.GetArrayLength() <= limit.GetInt32(),
        "items" => value.ValueKind != JsonValueKind.Array || value.EnumerateArray().All(entry => Follows(entry, limit, root)),
        "required" => value.ValueKind != JsonValueKind.Object || limit.EnumerateArray().All(required => value.TryGetProperty(required.GetString()!, out _)),
        "properties" => value.ValueKind != JsonValueKind.Object || limit.EnumerateObject().All(property => !value.TryGetProperty(property.Name, out var member) || Follows(member, property.Value, root)),
        "additionalProperties" => value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Where(member => !IsNamed(member.Name, schema))
            .All(member => limit.ValueKind != JsonValueKind.False && Follows(member.Value, limit, root)),
        "$defs" or "description" => true,
        _ => throw new NotSupportedException($"The checker does not know '{name}'."),
    };

    private static bool IsNamed(string name, JsonElement schema) => schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(name, out _);

    private static JsonElement Target(string reference, JsonElement root) =>
        reference == "#" ? root : root.GetProperty("$defs").GetProperty(reference["#/$defs/".Length..]);

    private static bool IsOf(JsonElement value, string type) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.TryGetInt64(out _),
        "boolean" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
        _ => value.ValueKind == JsonValueKind.Null,
    };

    private static bool IsOfForm(string text, string form) => form switch
    {
        "date" => DateOnly.TryParseExact(text.Replace("0000-", "2000-", StringComparison.Ordinal), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "date-time" => text.EndsWith('Z') && DateTimeOffset.TryParse(text.Replace("0000-", "2000-", StringComparison.Ordinal), CultureInfo.InvariantCulture, DateTimeStyles.None, out _),
        "uuid" => Guid.TryParseExact(text, "D", out _),
        "ipv4" => System.Net.IPAddress.TryParse(text, out var address) && address.ToString() == text,
        _ => throw new NotSupportedException(),
    };
}
