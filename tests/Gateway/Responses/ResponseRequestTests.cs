using System.Text;
using System.Text.Json;
using Cocoon.Gateway.Errors;
using Cocoon.Gateway.Responses;

namespace Cocoon.Gateway.Tests.Responses;

public sealed class ResponseRequestTests
{
    [Fact]
    public void A_request_is_said_as_a_chat_field_by_field()
    {
        var request = Read("""
            {"model":"model","instructions":"Be short.","max_output_tokens":9,"temperature":0.5,"top_p":0.9,"seed":3,"user":"u","cocoon":{"tier":"cc-gpu"},"parallel_tool_calls":false,
             "reasoning":{"effort":"high","summary":"auto"},"text":{"format":{"type":"json_schema","name":"city","schema":{"type":"object"},"strict":null},"verbosity":"low"},
             "tools":[{"type":"function","name":"weather","parameters":{"type":"object"},"strict":null}],"tool_choice":{"type":"function","name":"weather"},
             "include":["message.output_text.logprobs","reasoning.encrypted_content"],"top_logprobs":2,"truncation":"auto","stream":true,
             "input":[{"role":"developer","content":"Rule."},{"type":"reasoning","id":"rs_1","summary":[]},
                      {"type":"message","role":"assistant","content":[{"type":"output_text","text":"Let me ","annotations":[]},{"type":"output_text","text":"see."}]},
                      {"type":"function_call","call_id":"c1","name":"weather","arguments":"{}"},{"type":"function_call","call_id":"c2","name":"weather","arguments":"{}"},
                      {"type":"function_call_output","call_id":"c2","output":"cold"},{"type":"function_call_output","call_id":"c1","output":[{"type":"input_text","text":"warm"}]}]}
            """);
        var history = new[] { new ConversationItem(ItemKind.Message, "msg_0", "user", ["Before."]) };

        var (chat, body) = ChatTranslation.Translate(request, history);

        Encoding.UTF8.GetString(body).Should().Be(Compact("""
            {"model":"model","temperature":0.5,"top_p":0.9,"seed":3,"user":"u","cocoon":{"tier":"cc-gpu"},"parallel_tool_calls":false,"max_completion_tokens":9,"reasoning_effort":"high",
             "logprobs":true,"top_logprobs":2,"response_format":{"type":"json_schema","json_schema":{"name":"city","schema":{"type":"object"}}},"verbosity":"low",
             "tools":[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}],"tool_choice":{"type":"function","function":{"name":"weather"}},
             "messages":[{"role":"system","content":"Be short."},{"role":"user","content":"Before."},{"role":"developer","content":"Rule."},
              {"role":"assistant","content":"Let me see.","tool_calls":[{"id":"c1","type":"function","function":{"name":"weather","arguments":"{}"}},{"id":"c2","type":"function","function":{"name":"weather","arguments":"{}"}}]},
              {"role":"tool","content":"cold","tool_call_id":"c2"},{"role":"tool","content":"warm","tool_call_id":"c1"}]}
            """));
        chat.Messages.Should().HaveCount(6);
        chat.Stream.Should().BeFalse("how the answer reaches the caller is no business of the provider's");
    }

    [Theory]
    [InlineData("""{"model":"model"}""", "input", "missing_required_parameter")]
    [InlineData("""{"input":"Hi"}""", "model", null)]
    [InlineData("""{"model":"model","input":[{"role":"user","content":[{"type":"input_image","image_url":"x"}]}]}""", "input[0].content[0].type", "unsupported_parameter")]
    [InlineData("""{"model":"model","input":[{"type":"item_reference","id":"x"}]}""", "input[0].type", "unsupported_parameter")]
    [InlineData("""{"model":"model","input":[{"type":"function_call_output","call_id":"c","output":"x"}]}""", "input", "invalid_value")]
    [InlineData("""{"model":"model","input":"Hi","tools":[{"type":"web_search"}]}""", "tools[0].type", "unsupported_parameter")]
    [InlineData("""{"model":"model","input":"Hi","tools":[{"type":"function","name":"no space"}]}""", "tools[0].name", "invalid_value")]
    [InlineData("""{"model":"model","input":"Hi","conversation":"conv_1"}""", "conversation", "unsupported_parameter")]
    [InlineData("""{"model":"model","input":"Hi","prompt":{"id":"p"}}""", "prompt", "unsupported_parameter")]
    [InlineData("""{"model":"model","input":"Hi","background":true,"stream":true}""", "stream", "unsupported_parameter")]
    [InlineData("""{"model":"model","input":"Hi","background":true,"store":false}""", "store", "invalid_value")]
    [InlineData("""{"model":"model","input":"Hi","max_output_tokens":0}""", "max_output_tokens", "invalid_value")]
    [InlineData("""{"model":"model","input":"Hi","top_logprobs":2}""", "top_logprobs", "invalid_value")]
    [InlineData("""{"model":"model","input":"Hi","text":{"format":{"type":"json_schema","name":"x"}}}""", "text.format.schema", "missing_required_parameter")]
    [InlineData("""{"model":"model","input":"\ud800"}""", "input", "invalid_value")]
    [InlineData("""{"model":"model","input":[1]}""", "input[0]", "invalid_type")]
    public void What_cannot_be_had_is_refused_by_the_name_it_has_here(string body, string param, string? code)
    {
        var act = () => ChatTranslation.Translate(Read(body), []);

        var error = act.Should().Throw<ApiException>().Which;
        (error.Status, error.Param, error.Code).Should().Be((400, param, code));
    }

    [Theory]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("1")]
    public void What_is_no_request_is_refused(string body) =>
        this.Invoking(_ => Read(body)).Should().Throw<ApiException>().Which.Status.Should().Be(400);

    private static ResponseRequest Read(string body) => ResponseRequestReader.Read(Encoding.UTF8.GetBytes(body));

    private static string Compact(string json) => JsonSerializer.Serialize(JsonSerializer.Deserialize<JsonElement>(json));
}
