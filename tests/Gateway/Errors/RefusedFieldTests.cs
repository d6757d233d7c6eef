using System.Text.Json;

namespace Cocoon.Gateway.Tests.Errors;

/// <summary>Every field that is refused, by name: what cannot be done and would change the answer, or what cannot be read.</summary>
public sealed class RefusedFieldTests(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    public static TheoryData<string, string, string> Fields => new()
    {
        { "chat/completions", "\"audio\":{\"voice\":\"alloy\",\"format\":\"mp3\"}", "audio" },
        { "chat/completions", "\"modalities\":[\"text\",\"audio\"]", "modalities" },
        { "chat/completions", "\"web_search_options\":{}", "web_search_options" },
        { "chat/completions", "\"n\":129", "n" },
        { "chat/completions", "\"logprobs\":true,\"top_logprobs\":21", "top_logprobs" },
        { "chat/completions", "\"temperature\":3", "temperature" },
        { "chat/completions", "\"stop\":[\"a\",\"b\",\"c\",\"d\",\"e\"]", "stop" },
        { "chat/completions", "\"logit_bias\":{\"x\":1}", "logit_bias" },
        { "chat/completions", "\"response_format\":{\"type\":\"grammar\"}", "response_format.type" },
        { "chat/completions", "\"tools\":[{\"type\":\"custom\",\"custom\":{\"name\":\"x\"}}]", "tools[0].type" },
        { "chat/completions", "\"tool_choice\":\"always\"", "tool_choice" },
        { "chat/completions", "\"reasoning_effort\":\"endless\"", "reasoning_effort" },
        { "chat/completions", "\"max_coefficient\":0", "max_coefficient" },
        { "chat/completions", "\"timeout\":-1", "timeout" },
        { "chat/completions", "\"request_guid\":\"\"", "request_guid" },
        { "chat/completions", "\"enable_debug\":1", "enable_debug" },
        { "chat/completions", "\"cocoon\":{\"tier\":\"gold\"}", "cocoon.tier" },
        { "chat/completions", "\"cocoon\":{\"prefer\":\"luck\"}", "cocoon.prefer" },
        { "chat/completions", "\"cocoon\":{\"policy\":\"mine\"}", "cocoon.policy" },
        { "chat/completions", "\"cocoon\":{\"deadline_ms\":1}", "cocoon.deadline_ms" },
        { "chat/completions", "\"cocoon\":{\"providers\":{\"allow\":[\"somebody\"]}}", "cocoon.providers.allow[0]" },
        { "chat/completions", "\"cocoon\":{\"providers\":{\"deny\":[5]}}", "cocoon.providers.deny[0]" },
        { "chat/completions", "\"cocoon\":{\"regions\":\"eu\"}", "cocoon.regions" },
        { "completions", "\"echo\":true", "echo" },
        { "completions", "\"suffix\":\"end\"", "suffix" },
        { "completions", "\"best_of\":3", "best_of" },
        { "completions", "\"logprobs\":6", "logprobs" },
        { "completions", "\"prompt\":[\"a\",\"b\"]", "prompt" },
        { "completions", "\"prompt\":[1,2]", "prompt" },
        { "embeddings", "\"input\":[]", "input" },
        { "embeddings", "\"input\":[1,2]", "input" },
        { "embeddings", "\"input\":\"\"", "input" },
        { "embeddings", "\"dimensions\":0", "dimensions" },
        { "embeddings", "\"encoding_format\":\"hex\"", "encoding_format" },
    };

    [Theory]
    [MemberData(nameof(Fields))]
    public async Task A_field_is_refused_by_its_name(string path, string field, string param)
    {
        var started = fixture.Market.Started.Count;

        using var response = await fixture.Gateway.Post($"/v1/{path}", Body(path, field));

        ((int)response.StatusCode).Should().Be(400);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = json.RootElement.GetProperty("error");
        error.EnumerateObject().Select(static entry => entry.Name).Should().Equal("message", "type", "param", "code");
        error.GetProperty("type").GetString().Should().Be("invalid_request_error");
        error.GetProperty("param").GetString().Should().Be(param);
        error.GetProperty("message").GetString().Should().Contain(param);
        fixture.Market.Started.Count.Should().Be(started, "nothing is opened for a request that is refused");
    }

    /// <summary>A good request but for one field; of two of the same name the last counts.</summary>
    private static string Body(string path, string field) => path switch
    {
        "chat/completions" => """{"model":"model","messages":[{"role":"user","content":"hi"}],""",
        "completions" => """{"model":"model","prompt":"hi",""",
        _ => """{"model":"model","input":"hi",""",
    } + field + "}";
}
