using System.Text.Json;
using Cocoon.Inference.Formats.Grammars;

namespace Cocoon.Inference.Formats.Schemas;

/// <summary>
/// Turns a JSON schema into a grammar: the part of JSON Schema that OpenAI's structured outputs know, less 'pattern'. What
/// the grammar allows always follows the schema, though not all that follows it is allowed: properties come in the order of
/// the schema, and beside named properties there are no others. What cannot be held to is refused by name.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    private readonly JsonElement _root;
    private readonly SchemaLimits _limits = new();
    private readonly Dictionary<string, Rule> _references = new(StringComparer.Ordinal);

    private SchemaCompiler(JsonElement root) => _root = root;

    /// <param name="schema">JSON text.</param>
    /// <param name="field">The request's field it stands in, for messages.</param>
    /// <exception cref="InferenceRequestException">The schema cannot be held to; the message says what to change.</exception>
    public static Rule Compile(string schema, string field)
    {
        var place = SchemaPlace.Root(field);
        try
        {
            using var json = JsonDocument.Parse(schema, Options);
            var compiler = new SchemaCompiler(json.RootElement);
            var rule = compiler.Schema(json.RootElement, place);
            return compiler._references.Values.Any(IsCircular) ? throw place.Refuse("a '$ref' leads back to itself with no object or array between; remove it") : rule;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Types are checked before values are read, so the latter is the reader's word for text such as "\ud800".
            throw place.Refuse("it is no JSON, nests more than 64 deep, or has a text that is not valid Unicode");
        }
    }

    private Rule Schema(JsonElement schema, SchemaPlace place)
    {
        SchemaLimits.Enter(place);
        if (schema.ValueKind == JsonValueKind.True) return JsonRules.Value;
        if (schema.ValueKind != JsonValueKind.Object) throw place.Refuse("a schema is an object");
        var limits = SchemaKeywords.Limits(schema).ToList();
        if (limits.Count == 0) return JsonRules.Value;
        if (limits.Contains("$ref"))
        {
            RefuseOthers(limits, ["$ref"], place);
            return Reference(SchemaReader.Text(schema.GetProperty("$ref"), "$ref", place), place);
        }
        if (limits.Contains("anyOf"))
        {
            RefuseOthers(limits, ["anyOf"], place);
            return AnyOf(schema, place);
        }
        if (limits is ["allOf"] && SchemaReader.List(schema, "allOf", place) is [var only]) return Schema(only, place.At("allOf[0]"));
        if (limits.Contains("const")) return Values([schema.GetProperty("const")], schema, limits, place);
        if (limits.Contains("enum")) return Values(SchemaReader.List(schema, "enum", place), schema, limits, place);
        RefuseOthers(limits, ["type", .. SchemaKeywords.Types.SelectMany(SchemaKeywords.Of)], place);
        var types = SchemaReader.Types(schema, place);
        RefuseOthers(limits, ["type", .. types.SelectMany(SchemaKeywords.Of)], place);
        return Rule.AnyOf([.. types.Select(type => OfType(type, schema, place))]);
    }

    private Rule OfType(string type, JsonElement schema, SchemaPlace place) => type switch
    {
        "object" => Object(schema, place),
        "array" => Array(schema, place),
        "string" => String(schema, place),
        "number" => Number(schema, NumberRules.MaxDecimals, place),
        "integer" => Number(schema, 0, place),
        "boolean" => JsonRules.Boolean,
        _ => JsonRules.Null,
    };

    private Rule Object(JsonElement schema, SchemaPlace place)
    {
        var required = SchemaReader.Names(schema, "required", place).ToHashSet();
        var others = schema.TryGetProperty("additionalProperties", out var additional) ? additional : default;
        var members = new List<(string Name, Rule Value, bool IsRequired)>();
        var isNamed = schema.TryGetProperty("properties", out _);
        if (isNamed)
        {
            foreach (var property in SchemaReader.Object(schema, "properties", place).EnumerateObject().DistinctBy(property => property.Name))
            {
                _limits.AddProperty(property.Name, place);
                members.Add((property.Name, Schema(property.Value, place.Inside($"properties[{members.Count}]")), required.Contains(property.Name)));
            }
        }
        var unnamed = required.Except(members.Select(member => member.Name)).ToList();
        if (unnamed.Count > 0 && others.ValueKind == JsonValueKind.False) throw place.Refuse("'required' names a property that 'properties' lacks; add it");
        if (members.Count == 0 && unnamed.Count == 0) return isNamed && others.ValueKind == JsonValueKind.Undefined ? JsonRules.ObjectOf([]) : Map(others, place);
        foreach (var name in unnamed)
        {
            _limits.AddProperty(name, place);
            members.Add((name, Others(others, place), true));
        }
        return JsonRules.ObjectOf(members);
    }

    private Rule Map(JsonElement others, SchemaPlace place) =>
        others.ValueKind == JsonValueKind.False ? JsonRules.ObjectOf([]) : JsonRules.MapOf(Others(others, place));

    private Rule Others(JsonElement others, SchemaPlace place) =>
        others.ValueKind == JsonValueKind.Undefined ? JsonRules.Value : Schema(others, place.Inside("additionalProperties"));

    private Rule Array(JsonElement schema, SchemaPlace place)
    {
        var least = SchemaReader.Count(schema, "minItems", place) ?? 0;
        var most = SchemaReader.Count(schema, "maxItems", place) ?? Rule.Unlimited;
        if (least > most) throw place.Refuse("'minItems' is above 'maxItems'");
        return JsonRules.ArrayOf(schema.TryGetProperty("items", out var items) ? Schema(items, place.Inside("items")) : JsonRules.Value, least, most);
    }

    private static Rule String(JsonElement schema, SchemaPlace place)
    {
        var limited = schema.TryGetProperty("minLength", out _) || schema.TryGetProperty("maxLength", out _);
        if (schema.TryGetProperty("format", out var name))
        {
            if (limited) throw place.Refuse("a string has a 'format' or a length, not both; remove one");
            return StringFormats.Find(SchemaReader.Text(name, "format", place)) ?? throw place.Refuse($"this 'format' is not supported: {SchemaKeywords.AdviceFor("format")}");
        }
        var least = SchemaReader.Count(schema, "minLength", place) ?? 0;
        var most = SchemaReader.Count(schema, "maxLength", place) ?? Rule.Unlimited;
        return least <= most ? JsonRules.StringOf(least, most) : throw place.Refuse("'minLength' is above 'maxLength'");
    }

    private static Rule Number(JsonElement schema, int decimals, SchemaPlace place)
    {
        var (minimum, above) = (SchemaReader.Number(schema, "minimum", place), SchemaReader.Number(schema, "exclusiveMinimum", place));
        var (maximum, below) = (SchemaReader.Number(schema, "maximum", place), SchemaReader.Number(schema, "exclusiveMaximum", place));
        var isAbove = above is not null && !(minimum > above);
        var isBelow = below is not null && !(maximum < below);
        var range = new NumberRange(isAbove ? above : minimum, isAbove, isBelow ? below : maximum, isBelow);
        if (range.IsUnbounded && decimals > 0) return JsonRules.Number;
        return NumberRules.Between(range, decimals)
            ?? throw place.Refuse($"no number of at most {JsonRules.MaxDigits} digits and {decimals} decimals lies between its bounds");
    }

    private Rule AnyOf(JsonElement schema, SchemaPlace place) =>
        Rule.AnyOf([.. SchemaReader.List(schema, "anyOf", place).Select((option, index) => Schema(option, place.At($"anyOf[{index}]")))]);

    private Rule Values(IReadOnlyList<JsonElement> values, JsonElement schema, List<string> limits, SchemaPlace place)
    {
        RefuseOthers(limits, ["type", limits.Contains("const") ? "const" : "enum"], place);
        var allowed = limits.Contains("type") && SchemaReader.Types(schema, place) is var types ? values.Where(value => SchemaReader.IsOf(value, types)).ToList() : values;
        if (allowed.Count == 0) throw place.Refuse("none of its values is of its 'type'");
        foreach (var value in allowed) _limits.AddValue(value.GetRawText().Length, place);
        return Rule.AnyOf([.. allowed.Select(JsonRules.Literal)]);
    }

    private Rule Reference(string reference, SchemaPlace place)
    {
        if (_references.TryGetValue(reference, out var known)) return known;
        var rule = _references[reference] = Rule.Declare();
        rule.Define(Schema(Target(reference) ?? throw place.Refuse("'$ref' must name a part of this schema, such as \"#/$defs/node\""), place.Linked()));
        return rule;
    }

    /// <summary>What a JSON pointer (RFC 6901) names.</summary>
    private JsonElement? Target(string reference)
    {
        if (reference == "#") return _root;
        if (!reference.StartsWith("#/", StringComparison.Ordinal)) return null;
        var element = _root;
        foreach (var step in reference[2..].Split('/'))
        {
            var name = step.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            if (element.ValueKind == JsonValueKind.Array && int.TryParse(name, out var index) && index >= 0 && index < element.GetArrayLength()) element = element[index];
            else if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) return null;
        }
        return element;
    }

    private static void RefuseOthers(List<string> limits, IReadOnlyList<string> known, SchemaPlace place)
    {
        if (limits.Find(name => !known.Contains(name)) is not { } other) return;
        throw place.Refuse(SchemaKeywords.IsKnown(other)
            ? $"'{other}' is not supported here: {SchemaKeywords.AdviceFor(other)}"
            : "it has a keyword that is not JSON Schema's; remove it");
    }

    /// <summary>Whether a rule leads back to itself before any symbol.</summary>
    private static bool IsCircular(Rule reference)
    {
        var open = new Stack<Rule>(reference.Parts);
        var seen = new HashSet<Rule>();
        while (open.TryPop(out var rule))
        {
            if (rule == reference) return true;
            if (rule.Kind is not (RuleKind.Reference or RuleKind.AnyOf) || !seen.Add(rule)) continue;
            foreach (var part in rule.Parts) open.Push(part);
        }
        return false;
    }
}
