using System.Text;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Inference.Tests.OpenAi;

public sealed class BadRequestTests
{
    /// <summary>Stands for what people write; no error may repeat it.</summary>
    private const string Secret = "s3cret";

    private const string Deep = "We could not parse the JSON body of your request: it is not valid JSON at line 1, byte 65.";

    public static TheoryData<BadRequest> NotJson =>
    [
        Unparsed("", 1),
        Unparsed(" ", 2),
        Unparsed("s3cret", 1),
        Unparsed("{\"model\":\"m\"", 13),
        Unparsed("{\"model\":\"m\",}", 14),
        Unparsed("{} s3cret", 4),
        Unparsed("{\"model\":01}", 11),
        Unparsed("\ufeff{}", 1),
        new(new string('[', 100_000), Deep),
        new(string.Concat(Enumerable.Repeat("{\"a\":", 30_000)), "We could not parse the JSON body of your request: it is not valid JSON at line 1, byte 321."),
        new("[]", "The body of the request must be a JSON object."),
        new("\"s3cret\"", "The body of the request must be a JSON object."),
        new("null", "The body of the request must be a JSON object."),
        new("7", "The body of the request must be a JSON object."),
    ];

    public static TheoryData<BadRequest> Fields =>
    [
        Invalid("model", "7", "Invalid type for 'model': expected a string, but got an integer instead.", "invalid_type"),
        Invalid("model", "null", "you must provide a model parameter"),
        Invalid("model", "\"\"", "you must provide a model parameter"),
        Invalid("model", $"\"{new string('m', 129)}\"", "you must provide a model parameter"),
        Invalid("model", "\"\\ud800s3cret\"", "Invalid value for 'model': the string is not valid Unicode.", "invalid_value"),
        Invalid("max_tokens", "0", "Invalid value for 'max_tokens': expected an integer from 1 to 2147483647.", "invalid_value"),
        Invalid("max_tokens", "99999999999", "Invalid value for 'max_tokens': expected an integer from 1 to 2147483647.", "invalid_value"),
        Invalid("max_tokens", "1.5", "Invalid type for 'max_tokens': expected an integer, but got a number instead.", "invalid_type"),
        Invalid("max_tokens", "1e400", "Invalid type for 'max_tokens': expected an integer, but got a number instead.", "invalid_type"),
        Invalid("max_completion_tokens", "\"7\"", "Invalid type for 'max_completion_tokens': expected an integer, but got a string instead.", "invalid_type"),
        Invalid("temperature", "2.1", "Invalid value for 'temperature': expected a number from 0 to 2.", "invalid_value"),
        Invalid("temperature", "-1e400", "Invalid value for 'temperature': expected a number from 0 to 2.", "invalid_value"),
        Invalid("temperature", "true", "Invalid type for 'temperature': expected a number, but got a boolean instead.", "invalid_type"),
        Invalid("top_p", "1.01", "Invalid value for 'top_p': expected a number from 0 to 1.", "invalid_value"),
        Invalid("top_k", "-2", "Invalid value for 'top_k': expected an integer from -1 to 2147483647.", "invalid_value"),
        Invalid("top_k", "1.5", "Invalid type for 'top_k': expected an integer, but got a number instead.", "invalid_type"),
        Invalid("min_p", "-0.1", "Invalid value for 'min_p': expected a number from 0 to 1.", "invalid_value"),
        Invalid("repetition_penalty", "0", "Invalid value for 'repetition_penalty': expected a number from 0.01 to 2.", "invalid_value"),
        Invalid("frequency_penalty", "3", "Invalid value for 'frequency_penalty': expected a number from -2 to 2.", "invalid_value"),
        Invalid("presence_penalty", "-3", "Invalid value for 'presence_penalty': expected a number from -2 to 2.", "invalid_value"),
        Invalid("seed", "18446744073709551616", "Invalid type for 'seed': expected an integer, but got a number instead.", "invalid_type"),
        Invalid("seed", "{}", "Invalid type for 'seed': expected an integer, but got an object instead.", "invalid_type"),
        Invalid("stream", "\"yes\"", "Invalid type for 'stream': expected a boolean, but got a string instead.", "invalid_type"),
        Invalid("logprobs", "1", "Invalid type for 'logprobs': expected a boolean, but got an integer instead.", "invalid_type"),
        Invalid("stop", "7", "Invalid type for 'stop': expected an array, but got an integer instead.", "invalid_type"),
        Invalid("stop", "\"\"", "A string in 'stop' has 1 to 256 characters."),
        Invalid("stop", $"[\"{new string('x', 257)}\"]", "A string in 'stop' has 1 to 256 characters."),
        Invalid("stop", "[\"a\",\"b\",\"c\",\"d\",\"e\"]", "'stop' has at most 4 strings."),
        new(With("stop", "[\"a\",7]"), "Invalid type for 'stop[1]': expected a string, but got an integer instead.", "stop[1]", "invalid_type"),
        new(With("stop", "[\"\\udc00s3cret\"]"), "Invalid value for 'stop[0]': the string is not valid Unicode.", "stop[0]", "invalid_value"),
        Invalid("logit_bias", "[]", "Invalid type for 'logit_bias': expected an object, but got an array instead.", "invalid_type"),
        Invalid("logit_bias", "{\"s3cret\":1}", "Invalid key in 'logit_bias': expected token ids."),
        Invalid("logit_bias", "{\"-1\":1}", "Invalid key in 'logit_bias': expected token ids."),
        new(With("logit_bias", "{\"5\":101}"), "Invalid value for 'logit_bias.5': expected a number from -100 to 100.", "logit_bias.5", "invalid_value"),
        Invalid("logit_bias", $"{{{string.Join(',', Enumerable.Range(0, 1025).Select(token => $"\"{token}\":1"))}}}", "'logit_bias' has more than 1024 entries."),
        Invalid("functions", "[]", "'functions' is deprecated and not supported by this market. Use 'tools' and 'tool_choice'.", "unsupported_parameter"),
        Invalid("function_call", "\"auto\"", "'function_call' is deprecated and not supported by this market. Use 'tools' and 'tool_choice'.", "unsupported_parameter"),
        Invalid("audio", "{}", "'audio' is not supported by this market: answers are text.", "unsupported_parameter"),
        Invalid("modalities", "[\"text\",\"audio\"]", "'modalities' is not supported by this market: answers are text.", "unsupported_parameter"),
        Invalid("web_search_options", "{}", "'web_search_options' is not supported by this market: models do not reach the network.", "unsupported_parameter"),
        Invalid("n", "0", "Invalid value for 'n': expected an integer from 1 to 128.", "invalid_value"),
        Invalid("n", "129", "Invalid value for 'n': expected an integer from 1 to 128.", "invalid_value"),
        new(With("n", "3,\"max_tokens\":333334"), "'n' times 'max_tokens' is at most 1000000.", "n", "invalid_value"),
        Invalid("top_logprobs", "21", "Invalid value for 'top_logprobs': expected an integer from 0 to 20.", "invalid_value"),
        Invalid("top_logprobs", "1", "'logprobs' must be true where 'top_logprobs' is used.", "invalid_value"),
        Invalid("reasoning_effort", "\"s3cret\"", "Invalid value for 'reasoning_effort': supported values are 'none', 'minimal', 'low', 'medium', 'high' and 'xhigh'.", "invalid_value"),
        Invalid("request_guid", "\"\"", "Invalid value for 'request_guid': expected 1 to 255 characters, none of them a control character.", "invalid_value"),
        Invalid("max_coefficient", "0", "Invalid value for 'max_coefficient': expected an integer from 1 to 2147483647.", "invalid_value"),
        Invalid("timeout", "-1", "Invalid value for 'timeout': expected a number from 0 to 86400.", "invalid_value"),
        Invalid("cocoon", "7", "Invalid type for 'cocoon': expected an object, but got an integer instead.", "invalid_type"),
        new(With("cocoon", "{\"deadline_ms\":0}"), "Invalid value for 'cocoon.deadline_ms': expected an integer from 3000 to 86400000.", "cocoon.deadline_ms", "invalid_value"),
        new(With("cocoon", "{\"tier\":7}"), "Invalid type for 'cocoon.tier': expected a string, but got an integer instead.", "cocoon.tier", "invalid_type"),
        new(With("cocoon", "{\"policy\":\"s3cret\"}"), "Invalid value for 'cocoon.policy': expected a policy's hash, 64 hex digits.", "cocoon.policy", "invalid_value"),
        new(With("cocoon", "{\"written\":[1,-1]}"), "Invalid value for 'cocoon.written[1]': expected a token's id.", "cocoon.written[1]", "invalid_value"),
        new(With("cocoon", "{\"continue\":true}"), "'cocoon.continue' is for answers that another machine would give too: set 'temperature' to 0, or a 'seed'.", "cocoon.continue", "invalid_value"),
        new(With("n", "2,\"seed\":1,\"cocoon\":{\"continue\":true}"), "'cocoon.continue' is for one choice of plain text: leave out 'n', 'tools' and 'response_format', or 'cocoon.continue'.", "cocoon.continue", "invalid_value"),
        new(With("cocoon", "{\"prefer\":\"s3cret\"}"), "Invalid value for 'cocoon.prefer': supported values are 'price', 'latency' and 'throughput'.", "cocoon.prefer", "invalid_value"),
        new(With("cocoon", "{\"providers\":{\"deny\":[\"\"]}}"), "Invalid value for 'cocoon.providers.deny[0]': expected 1 to 128 characters.", "cocoon.providers.deny[0]", "invalid_value"),
        new(With("cocoon", $"{{\"regions\":[{string.Join(',', Enumerable.Repeat("\"a\"", 65))}]}}"), "'cocoon.regions' has at most 64 entries.", "cocoon.regions", "invalid_value"),
        new(With("cocoon", "{\"price_ceiling\":{\"prompt\":-1}}"), "'cocoon.price_ceiling.prompt' is never negative.", "cocoon.price_ceiling.prompt"),
        new(With("cocoon", "{\"price_ceiling\":{\"prompt\":1.5}}"), "Invalid type for 'cocoon.price_ceiling.prompt': expected an integer, but got a number instead.", "cocoon.price_ceiling.prompt", "invalid_type"),
    ];

    public static TheoryData<BadRequest> Messages =>
    [
        new("""{"model":"m"}""", "Missing required parameter: 'messages'.", "messages", "missing_required_parameter"),
        Conversation("\"s3cret\"", "Invalid type for 'messages': expected an array, but got a string instead.", "messages", "invalid_type"),
        Conversation("[]", "'messages' must have 1 to 1000 entries.", "messages"),
        Conversation($"[{string.Join(',', Enumerable.Repeat("{}", 1001))}]", "'messages' must have 1 to 1000 entries.", "messages"),
        Conversation("[\"s3cret\"]", "Invalid type for 'messages[0]': expected an object, but got a string instead.", "messages[0]", "invalid_type"),
        Conversation("[{}]", "Missing required parameter: 'messages[0].role'.", "messages[0].role", "missing_required_parameter"),
        Conversation("[{\"role\":\"s3cret\"}]", "Invalid value for 'messages[0].role': supported values are 'system', 'developer', 'user', 'assistant' and 'tool'.", "messages[0].role", "invalid_value"),
        Conversation("[{\"role\":\"user\"}]", "Missing required parameter: 'messages[0].content'.", "messages[0].content", "missing_required_parameter"),
        Conversation("[{\"role\":\"user\",\"content\":null}]", "Missing required parameter: 'messages[0].content'.", "messages[0].content", "missing_required_parameter"),
        Conversation("[{\"role\":\"user\",\"content\":7}]", "Invalid type for 'messages[0].content': expected a string or an array of parts, but got an integer instead.", "messages[0].content", "invalid_type"),
        Conversation("[{\"role\":\"user\",\"content\":\"s3cret \\udfff\"}]", "Invalid value for 'messages[0].content': the string is not valid Unicode.", "messages[0].content", "invalid_value"),
        Conversation("[{\"role\":\"user\",\"content\":[\"s3cret\"]}]", "Invalid type for 'messages[0].content[0]': expected an object, but got a string instead.", "messages[0].content[0]", "invalid_type"),
        Conversation("[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"s3cret\"},{\"type\":\"image_url\"}]}]", "'messages[0].content[1]': only parts of type 'text' are supported by this market yet.", "messages[0].content[1].type", "unsupported_parameter"),
        Conversation("[{\"role\":\"user\",\"content\":[{\"type\":\"text\"}]}]", "Missing required parameter: 'messages[0].content[0].text'.", "messages[0].content[0].text", "missing_required_parameter"),
        Conversation("[{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]}]", "Missing required parameter: 'messages[0].content'.", "messages[0].content", "missing_required_parameter"),
        Conversation("[{\"role\":\"assistant\",\"audio\":{\"id\":\"s3cret\"}}]", "'messages[0].audio' is not supported by this market.", "messages[0].audio", "unsupported_parameter"),
        Conversation("[{\"role\":\"assistant\",\"tool_calls\":[{}]}]", "Missing required parameter: 'messages[0].tool_calls[0].type'.", "messages[0].tool_calls[0].type", "missing_required_parameter"),
        Conversation("[{\"role\":\"assistant\",\"tool_calls\":[{\"type\":\"custom\"}]}]", "'messages[0].tool_calls[0].type': only the type 'function' is supported by this market.", "messages[0].tool_calls[0].type", "unsupported_parameter"),
        Conversation("[{\"role\":\"assistant\",\"tool_calls\":[{\"type\":\"function\",\"id\":\"c\",\"function\":{\"name\":\"f\"}}]}]", "Missing required parameter: 'messages[0].tool_calls[0].function.arguments'.", "messages[0].tool_calls[0].function.arguments", "missing_required_parameter"),
        Conversation("[{\"role\":\"tool\",\"content\":\"s3cret\"}]", "Missing required parameter: 'messages[0].tool_call_id'.", "messages[0].tool_call_id", "missing_required_parameter"),
        Conversation("[{\"role\":\"tool\",\"content\":\"s3cret\",\"tool_call_id\":\"s3cret\"}]", "Invalid parameter: messages with role 'tool' must be a response to a preceding message with 'tool_calls'.", "messages[0].tool_call_id", "invalid_value"),
    ];

    [Theory]
    [MemberData(nameof(NotJson))]
    [MemberData(nameof(Fields))]
    [MemberData(nameof(Messages))]
    public void A_bad_request_is_refused_with_what_to_change(BadRequest bad)
    {
        var error = Refusal(Encoding.UTF8.GetBytes(bad.Json));

        error.Message.Should().Be(bad.Message);
        error.Param.Should().Be(bad.Param);
        error.Code.Should().Be(bad.Code);
        error.ToString().Should().NotContain(Secret);
    }

    [Theory]
    [InlineData("\"\\ud800s3cret\":1")]
    [InlineData("\"logit_bias\":{\"\\ud800s3cret\":1}")]
    [InlineData("\"cocoon\":{\"\\udc00s3cret\":1}")]
    [InlineData("\"modalities\":[\"\\ud800s3cret\"]")]
    [InlineData("\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"\\ud800s3cret\":1}}]")]
    public void Names_that_are_no_unicode_are_refused(string field)
    {
        var error = Refusal(Encoding.UTF8.GetBytes($$"""{"model":"m",{{field}},"messages":[{"role":"user","content":"Hi"}]}"""));
        error.Message.Should().Be("We could not parse the JSON body of your request: a name in it is not valid Unicode.");
        error.ToString().Should().NotContain(Secret);
    }

    [Fact]
    public void Bytes_that_are_no_utf8_are_refused()
    {
        byte[] json = [.. "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""u8, 0xff, 0xc0, .. "\"}]}"u8];
        Refusal(json).Param.Should().Be("messages[0].content");
    }

    [Fact]
    public void A_request_cut_off_anywhere_is_refused_and_never_quoted()
    {
        var json = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"s3cret"}],"stop":["s3cret"]}""");
        for (var length = 0; length < json.Length; length++) Refusal(json[..length]).ToString().Should().NotContain(Secret);
    }

    [Fact]
    public void A_request_with_any_byte_changed_is_read_or_refused_and_never_quoted()
    {
        var json = Encoding.UTF8.GetBytes("""{"model":"m","messages":[{"role":"user","content":"s3cret"}],"logit_bias":{"5":1},"cocoon":{"tier":"A"}}""");
        for (var at = 0; at < json.Length; at++)
        {
            foreach (var value in "\"\\{}[],:0e\0\u007f\u00ff")
            {
                var changed = json.ToArray();
                changed[at] = (byte)value;
                var error = Record.Exception(() => ChatCompletionRequest.Parse(changed));
                if (error is not null) error.Should().BeOfType<RequestFormatException>().Which.ToString().Should().NotContain(Secret);
            }
        }
    }

    private static RequestFormatException Refusal(byte[] json) =>
        FluentActions.Invoking(() => ChatCompletionRequest.Parse(json)).Should().ThrowExactly<RequestFormatException>().Which;

    private static BadRequest Unparsed(string json, int atByte) =>
        new(json, $"We could not parse the JSON body of your request: it is not valid JSON at line 1, byte {atByte}.");

    private static BadRequest Invalid(string field, string value, string message, string? code = null) => new(With(field, value), message, field, code);

    private static string With(string field, string value) =>
        $$"""{"model":"m","messages":[{"role":"user","content":"{{Secret}}"}],"{{field}}":{{value}}}""";

    private static BadRequest Conversation(string messages, string message, string param, string? code = null) =>
        new($$"""{"model":"m","messages":{{messages}}}""", message, param, code);
}
