using System.Text.Json;

namespace Cocoon.Inference.Formats.Schemas;

/// <summary>Which words of JSON Schema mean something here, which say nothing about values, and what to do about the rest.</summary>
internal static class SchemaKeywords
{
    public static readonly IReadOnlyList<string> Types = ["object", "array", "string", "number", "integer", "boolean", "null"];

    private static readonly HashSet<string> Remarks =
    [
        "title", "description", "default", "examples", "$schema", "$id", "$comment", "$defs", "definitions", "deprecated", "readOnly", "writeOnly",
    ];

    private static readonly Dictionary<string, string> Advice = new(StringComparer.Ordinal)
    {
        ["oneOf"] = "use 'anyOf'",
        ["allOf"] = "join its entries into one schema",
        ["pattern"] = "say it in 'description', or list the values in 'enum'",
        ["format"] = "formats are date, time, date-time, uuid and ipv4; say others in 'description'",
        ["patternProperties"] = "name the properties in 'properties'",
        ["prefixItems"] = "use an object with a property for each entry",
        ["multipleOf"] = "say it in 'description'",
    };

    /// <summary>Words that limit an object, array, string or number.</summary>
    public static IEnumerable<string> Of(string type) => type switch
    {
        "object" => ["properties", "required", "additionalProperties"],
        "array" => ["items", "minItems", "maxItems"],
        "string" => ["minLength", "maxLength", "format"],
        "number" or "integer" => ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"],
        _ => [],
    };

    /// <summary>The words of a schema that limit its values.</summary>
    public static IEnumerable<string> Limits(JsonElement schema) =>
        schema.EnumerateObject().Select(entry => entry.Name).Where(name => !Remarks.Contains(name) && !name.StartsWith("x-", StringComparison.Ordinal));

    public static string AdviceFor(string keyword) => Advice.GetValueOrDefault(keyword, "remove it");

    /// <summary>Whether a word is one of JSON Schema's, and so may be quoted: others may be anything.</summary>
    public static bool IsKnown(string keyword) => Advice.ContainsKey(keyword) || Others.Contains(keyword);

    private static readonly HashSet<string> Others =
    [
        "not", "if", "then", "else", "dependentRequired", "dependentSchemas", "contains", "minContains", "maxContains", "uniqueItems", "propertyNames",
        "unevaluatedItems", "unevaluatedProperties", "minProperties", "maxProperties", "additionalItems", "contentEncoding", "contentMediaType", "contentSchema",
        "$anchor", "$dynamicRef", "$dynamicAnchor", "$recursiveRef", "nullable", "discriminator",
        "properties", "required", "additionalProperties", "items", "minItems", "maxItems", "minLength", "maxLength",
        "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "type", "enum", "const", "anyOf", "$ref",
    ];
}
