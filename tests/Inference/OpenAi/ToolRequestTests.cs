using System.Text;
using Cocoon.Inference.Formats;
using Cocoon.Inference.OpenAi;
using Cocoon.Inference.Tools;

namespace Cocoon.Inference.Tests.OpenAi;

/// <summary>Tools, what the model may do with them, and the form of its answer.</summary>
public sealed class ToolRequestTests
{
    private const string Tools = """
        "tools":[{"type":"function","function":{"name":"look","description":"Looks","strict":true,"parameters":{"type":"object", "properties":{}}}},
                 {"type":"function","function":{"name":"wait-1"}}]
        """;

    public static TheoryData<string, ToolChoice> Choices => new()
    {
        { "\"none\"", new ToolChoice(ToolChoiceMode.None) },
        { "\"auto\"", ToolChoice.Auto },
        { "\"required\"", new ToolChoice(ToolChoiceMode.Required) },
        { """{"type":"function","function":{"name":"wait-1"}}""", new ToolChoice(ToolChoiceMode.Named, "wait-1") },
        { "null", ToolChoice.Auto },
    };

    public static TheoryData<BadRequest> Bad =>
    [
        Missing("\"tools\":[{}]", "tools[0].type"),
        Missing("\"tools\":[{\"type\":\"function\"}]", "tools[0].function"),
        Missing("\"tools\":[{\"type\":\"function\",\"function\":{}}]", "tools[0].function.name"),
        Refused("\"tools\":[{\"type\":\"custom\"}]", "'tools[0].type': only the type 'function' is supported by this market.", "tools[0].type", "unsupported_parameter"),
        Refused(Function("\"name\":\"s3cret!\""), "Invalid 'tools[0].function.name': expected 1 to 64 letters, digits, underscores and dashes.", "tools[0].function.name"),
        Refused(Function($"\"name\":\"{new string('f', 65)}\""), "Invalid 'tools[0].function.name': expected 1 to 64 letters, digits, underscores and dashes.", "tools[0].function.name"),
        Refused(Function("\"name\":\"f\",\"parameters\":[]"), "Invalid type for 'tools[0].function.parameters': expected an object, but got an array instead.", "tools[0].function.parameters", "invalid_type"),
        Refused(Function($"\"name\":\"f\",\"parameters\":{{\"s3cret\":\"{new string('x', 65_536)}\"}}"), "'tools[0].function.parameters' has at most 65536 characters.", "tools[0].function.parameters", "string_above_max_length"),
        Refused(Function($"\"name\":\"f\",\"parameters\":{Nested(33)}"), "'tools[0].function.parameters' is nested at most 32 levels deep.", "tools[0].function.parameters"),
        Refused("\"tools\":[" + string.Join(',', Enumerable.Repeat("{}", 129)) + "]", "'tools' has at most 128 entries.", "tools", "array_above_max_length"),
        Refused("\"tools\":[" + string.Join(',', Enumerable.Repeat("{\"type\":\"function\",\"function\":{\"name\":\"f\"}}", 2)) + "]", "Invalid value for 'tools': two of them have the same name.", "tools"),
        Refused("\"tool_choice\":\"required\"", "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.", "tool_choice"),
        Refused(Tools + ",\"tool_choice\":\"s3cret\"", "Invalid value for 'tool_choice': supported values are 'none', 'auto' and 'required'.", "tool_choice"),
        Refused(Tools + ",\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"s3cret\"}}", "Invalid value for 'tool_choice.function.name': no tool in 'tools' has this name.", "tool_choice.function.name"),
        Refused(Tools + ",\"tool_choice\":{\"type\":\"custom\"}", "'tool_choice.type': supported values are 'function' and 'allowed_tools'.", "tool_choice.type", "unsupported_parameter"),
        Missing("\"response_format\":{}", "response_format.type"),
        Refused("\"response_format\":{\"type\":\"s3cret\"}", "Invalid value for 'response_format.type': supported values are 'text', 'json_object' and 'json_schema'.", "response_format.type"),
        Missing("\"response_format\":{\"type\":\"json_schema\"}", "response_format.json_schema"),
        Missing("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{}}", "response_format.json_schema.name"),
        Missing("\"response_format\":{\"type\":\"json_schema\",\"json_schema\":{\"name\":\"n\"}}", "response_format.json_schema.schema"),
    ];

    [Fact]
    public void A_conversation_with_tools_is_read()
    {
        var request = Parse($$$"""
            {"model":"m",{{{Tools}}},"parallel_tool_calls":false,"messages":[{"role":"user","content":"Hi"},
             {"role":"assistant","content":null,"tool_calls":[{"id":"call_1","type":"function","function":{"name":"look","arguments":"{\"a\": 1}"}}]},
             {"role":"tool","tool_call_id":"call_1","content":[{"type":"text","text":"seen"}]},
             {"role":"assistant","refusal":"No."},{"role":"assistant","content":[{"type":"refusal","refusal":"Never."}]}]}
            """);

        request.Tools.Should().Equal(new ToolDefinition("look", "Looks", """{"type":"object", "properties":{}}""", IsStrict: true), new ToolDefinition("wait-1", null, null, IsStrict: false));
        request.Messages[1].Should().BeEquivalentTo(new ChatMessage("assistant", "") { ToolCalls = [new ToolCall("call_1", "look", "{\"a\": 1}")] });
        request.Messages[2].Should().BeEquivalentTo(new ChatMessage("tool", "seen") { ToolCallId = "call_1" });
        request.Messages.Skip(3).Select(message => message.Content).Should().Equal("No.", "Never.");
        (request.ParallelToolCalls, request.IsPlain).Should().Be((false, false));
        request.ToGenerationRequest(9).Prompt.Tools.Should().BeSameAs(request.Tools);
    }

    [Theory]
    [MemberData(nameof(Choices))]
    public void Whether_tools_are_called_is_read(string choice, ToolChoice expected)
    {
        var request = With($"{Tools},\"tool_choice\":{choice}");

        request.ToolChoice.Should().Be(expected);
        request.Tools.Should().HaveCount(2);
    }

    [Fact]
    public void Of_allowed_tools_the_model_is_told_alone()
    {
        var request = With(Tools + """
            ,"tool_choice":{"type":"allowed_tools","allowed_tools":{"mode":"required","tools":[{"type":"function","function":{"name":"wait-1"}}]}}
            """);

        request.Tools.Should().ContainSingle().Which.Name.Should().Be("wait-1");
        request.ToolChoice.Mode.Should().Be(ToolChoiceMode.Required);
    }

    [Fact]
    public void The_form_of_an_answer_is_read()
    {
        With("\"response_format\":{\"type\":\"json_object\"}").Format.Should().Be(new AnswerFormat(AnswerFormatKind.JsonObject));
        var format = With("""
            "response_format":{"type":"json_schema","json_schema":{"name":"n","strict":true,"schema":{"type": "object"}}}
            """);
        format.Format.Should().Be(new AnswerFormat(AnswerFormatKind.JsonSchema, "n", """{"type": "object"}""", IsStrict: true));
        format.IsPlain.Should().BeFalse();
    }

    [Fact]
    public void Choices_and_rivals_of_tokens_are_read()
    {
        var request = With("\"n\":128,\"max_tokens\":7812,\"logprobs\":true,\"top_logprobs\":20,\"reasoning_effort\":\"low\"");

        (request.Choices, request.TopLogProbs, request.ReasoningEffort, request.IsPlain).Should().Be((128, 20, "low", true));
        var generation = request.ToGenerationRequest(5);
        (generation.Choices, generation.MaxTokens, generation.TopLogProbs).Should().Be((128, 5, 20));
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_cannot_be_served_is_refused_by_name(BadRequest bad)
    {
        var error = FluentActions.Invoking(() => Parse(bad.Json)).Should().ThrowExactly<RequestFormatException>().Which;

        (error.Message, error.Param, error.Code).Should().Be((bad.Message, bad.Param, bad.Code));
        error.ToString().Should().NotContain("s3cret");
    }

    private static string Function(string fields) => $$$"""
        "tools":[{"type":"function","function":{{{{fields}}}}}]
        """;

    private static string Nested(int levels) => string.Concat(Enumerable.Repeat("{\"a\":", levels)) + "1" + new string('}', levels);

    private static BadRequest Missing(string fields, string param) => Refused(fields, $"Missing required parameter: '{param}'.", param, "missing_required_parameter");

    private static BadRequest Refused(string fields, string message, string param, string code = "invalid_value") => new(Body(fields), message, param, code);

    private static string Body(string fields) => $$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],{{fields}}}""";

    private static ChatCompletionRequest With(string fields) => Parse(Body(fields));

    private static ChatCompletionRequest Parse(string json) => ChatCompletionRequest.Parse(Encoding.UTF8.GetBytes(json));
}
