using System.Text.Json;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Formats.Grammars;
using Cocoon.Inference.Formats.Schemas;

namespace Cocoon.Inference.Tests.Formats;

public sealed class SchemaTests
{
    private static readonly string[] Schemas =
    [
        """{"type":"object","properties":{"name":{"type":"string","minLength":1,"maxLength":5},"age":{"type":"integer","minimum":-7,"maximum":130},"nick":{"type":["string","null"]}},"required":["name","age","nick"],"additionalProperties":false}""",
        """{"type":"object","properties":{"a":{"type":"boolean"},"b":{"type":"number","minimum":0,"maximum":1},"c":{"const":{"x":[1,"é"]}}},"required":["b"]}""",
        """{"type":"array","items":{"anyOf":[{"enum":["red","green",3,null]},{"type":"array","items":{"type":"integer"},"maxItems":2}]},"minItems":2,"maxItems":4}""",
        """{"$defs":{"node":{"type":"object","properties":{"value":{"type":"number","exclusiveMinimum":-2.5,"exclusiveMaximum":10.25},"next":{"anyOf":[{"$ref":"#/$defs/node"},{"type":"null"}]}},"required":["value","next"],"additionalProperties":false}},"$ref":"#/$defs/node"}""",
        """{"type":"object","properties":{"children":{"type":"array","items":{"$ref":"#"}}},"required":["children"],"additionalProperties":false}""",
        """{"type":"object","additionalProperties":{"type":"integer","exclusiveMinimum":99,"maximum":1000}}""",
        """{"type":"object","properties":{"when":{"type":"string","format":"date-time"},"day":{"type":"string","format":"date"},"id":{"type":"string","format":"uuid"},"ip":{"type":"string","format":"ipv4"}},"required":["when","day","id","ip"],"additionalProperties":false}""",
        """{"type":"object","properties":{"a\"b\\ü":{"type":"number","maximum":-0.05,"minimum":-0.051},"x":true},"required":["extra","a\"b\\ü"]}""",
    ];

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Schemas.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public void Whatever_is_drawn_follows_the_schema(int index)
    {
        using var schema = JsonDocument.Parse(Schemas[index]);
        for (var seed = 0; seed < 12; seed++)
        {
            var text = RandomWriter.Write(new AnswerFormat(AnswerFormatKind.JsonSchema, "s", Schemas[index]), seed);

            text.Should().NotBeNull("the writer ends what it can");
            using var value = JsonDocument.Parse(text!, new JsonDocumentOptions { MaxDepth = 1_000 });
            SchemaChecker.Follows(value.RootElement, schema.RootElement, schema.RootElement).Should().BeTrue("{0} follows {1}", text, Schemas[index]);
        }
    }

    [Fact]
    public void Whatever_is_drawn_for_json_object_is_an_object()
    {
        for (var seed = 0; seed < 20; seed++)
        {
            using var value = JsonDocument.Parse(RandomWriter.Write(new AnswerFormat(AnswerFormatKind.JsonObject), seed)!);
            value.RootElement.ValueKind.Should().Be(JsonValueKind.Object);
        }
    }

    [Fact]
    public void Beside_named_properties_there_are_no_others_even_where_none_is_named() =>
        RandomWriter.Write(new AnswerFormat(AnswerFormatKind.JsonSchema, "s", """{"type":"object","properties":{}}"""), 1)!.Replace(" ", "", StringComparison.Ordinal).Should().Be("{}");

    [Theory]
    [InlineData("""{"type":"object","properties":{"s3cret":{"type":"string","pattern":"^a"}}}""", "properties[0]: 'pattern'")]
    [InlineData("""{"oneOf":[{"type":"string"}]}""", "use 'anyOf'")]
    [InlineData("""{"type":"string","s3cret":1}""", "a keyword that is not JSON Schema's")]
    [InlineData("""{"type":"string","format":"s3cret"}""", "formats are")]
    [InlineData("""{"type":"integer","minimum":5,"maximum":4}""", "no number")]
    [InlineData("""{"type":"number","exclusiveMinimum":0.1,"exclusiveMaximum":0.1000001}""", "no number")]
    [InlineData("""{"type":"string","minLength":2,"maxLength":1}""", "'minLength' is above")]
    [InlineData("""{"type":"array","minItems":-1}""", "'minItems' must be")]
    [InlineData("""{"type":"s3cret"}""", "'type' is one of")]
    [InlineData("""{"type":"string","enum":[1,2]}""", "none of its values")]
    [InlineData("""{"enum":[]}""", "at least one entry")]
    [InlineData("""{"$ref":"#"}""", "leads back to itself")]
    [InlineData("""{"$defs":{"a":{"anyOf":[{"$ref":"#/$defs/a"},{"type":"null"}]}},"$ref":"#/$defs/a"}""", "leads back to itself")]
    [InlineData("""{"$ref":"https://s3cret.example/schema"}""", "must name a part")]
    [InlineData("""{"type":"object","properties":{},"required":["s3cret"],"additionalProperties":false}""", "'required' names")]
    [InlineData("""{"type":"object","properties":{"a":{"type":"object","properties":{"b":false}}}}""", "a schema is an object")]
    [InlineData("""["s3cret"]""", "a schema is an object")]
    [InlineData("""{"type":"string","enum":["\ud800"]}""", "not valid Unicode")]
    [InlineData("s3cret", "no JSON")]
    public void What_cannot_be_held_to_is_refused_by_name(string schema, string reason)
    {
        var compiling = () => SchemaCompiler.Compile(schema, "response_format");

        var error = compiling.Should().Throw<InferenceRequestException>().Which;

        error.Param.Should().Be("response_format");
        error.Message.Should().Contain(reason).And.NotContain("s3cret");
    }

    [Fact]
    public void Schemas_beyond_the_limits_are_refused()
    {
        string Nested(int depth) => depth == 0 ? """{"type":"null"}""" : $$"""{"type":"array","items":{{Nested(depth - 1)}}}""";
        string Values(int count) => $$"""{"enum":[{{string.Join(',', Enumerable.Range(0, count))}}]}""";
        string Properties(int count) => """{"type":"object","properties":{""" + string.Join(',', Enumerable.Range(0, count).Select(i => $"\"p{i}\":true")) + "}}";

        string Chain(int length) => """{"$ref":"#/$defs/0","$defs":{""" + string.Join(',', Enumerable.Range(0, length).Select(i => $"\"{i}\":{{\"$ref\":\"#/$defs/{i + 1}\"}}")) + $",\"{length}\":true}}}}";

        foreach (var fits in new[] { Nested(10), Values(1_000), Properties(5_000), Chain(60) })
            RandomWriter.Write(new AnswerFormat(AnswerFormatKind.JsonSchema, "s", fits), 1, wildTokens: 3).Should().NotBeNull();
        foreach (var exceeds in new[] { Nested(11), Values(1_001), Properties(5_001), Nested(40), Chain(2_000) })
            FluentActions.Invoking(() => SchemaCompiler.Compile(exceeds, "tools")).Should().Throw<InferenceRequestException>();
    }

    [Fact]
    public void A_schema_with_too_many_readings_is_refused_and_not_followed()
    {
        string Level(int level) => $"\"l{level}\":{{\"anyOf\":[" + string.Join(',', Enumerable.Range(0, 12).Select(option =>
            "{\"type\":\"object\",\"properties\":{\"a\":{\"$ref\":\"#/$defs/l" + (level - 1) + "\"},\"b\":{\"const\":" + option + "}},\"required\":[\"a\",\"b\"]}")) + "]}";
        var schema = "{\"$defs\":{\"l0\":{\"type\":\"null\"}," + string.Join(',', Enumerable.Range(1, 6).Select(Level)) + "},\"$ref\":\"#/$defs/l6\"}";
        var automaton = new Automaton(SchemaCompiler.Compile(schema, "response_format"));
        var state = automaton.Start;

        var reading = () =>
        {
            foreach (var letter in "{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":") state = automaton.Advance(state, letter)!;
        };

        reading.Should().Throw<InferenceRequestException>().WithMessage("*too many ways*");
    }

    [Fact]
    public void A_text_of_any_length_is_read_in_bounded_memory()
    {
        var automaton = new Automaton(JsonRules.StringOf(0, 100_000));
        var state = automaton.Advance(automaton.Start, '"')!;

        for (var i = 0; i < 10_000; i++)
        {
            state = automaton.Advance(state, 'a')!;
            automaton.BeginToken();
            automaton.StateCount.Should().BeLessThan(3_000);
        }

        automaton.Advance(state, '"')!.CanEnd.Should().BeTrue();
    }
}
