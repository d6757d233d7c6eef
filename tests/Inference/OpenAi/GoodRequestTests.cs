using System.Text;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Inference.Tests.OpenAi;

public sealed class GoodRequestTests
{
    [Fact]
    public void The_least_request_has_the_defaults_of_OpenAI()
    {
        var request = Parse("""{"model":"m","messages":[{"role":"user","content":"Hi"}]}""");

        request.Model.Should().Be("m");
        request.Messages.Should().Equal(new ChatMessage("user", "Hi"));
        request.Sampling.Should().BeEquivalentTo(new SamplingOptions { Temperature = 1, TopP = 1, Seed = null });
        request.MaxTokens.Should().BeNull();
        request.Stop.Should().BeEmpty();
        (request.Stream || request.IncludeUsage || request.LogProbs).Should().BeFalse();
        request.Market.Should().Be(MarketOptions.None);
    }

    [Fact]
    public void Every_field_is_read()
    {
        var request = Parse("""
            {"model":"m","messages":[{"role":"developer","content":"a"},{"role":"user","content":[{"type":"text","text":"b"},{"type":"text","text":"c"}]},
             {"role":"assistant","content":""},{"role":"user","name":"x","content":"d"}],"max_completion_tokens":7,"temperature":0.5,"top_p":0.25,"top_k":40,"min_p":0.125,"repetition_penalty":1.5,"seed":-9223372036854775808,
             "frequency_penalty":-2,"presence_penalty":2,"logit_bias":{"5":-100,"7":1.5},"stop":["x","y"],"logprobs":true,"stream":true,
             "stream_options":{"include_usage":true},
             "cocoon":{"price_ceiling":{"prompt":1,"completion":9223372036854775807},"tier":"A","deadline_ms":5000,"token_ids":true}}
            """);

        request.Messages.Should().Equal(new ChatMessage("system", "a"), new ChatMessage("user", "bc"), new ChatMessage("assistant", ""), new ChatMessage("user", "d"));
        request.MaxTokens.Should().Be(7);
        request.Sampling.Should().BeEquivalentTo(new SamplingOptions
        {
            Temperature = 0.5f, TopP = 0.25f, TopK = 40, MinP = 0.125f, RepetitionPenalty = 1.5f, Seed = long.MinValue, FrequencyPenalty = -2, PresencePenalty = 2, LogitBias = new Dictionary<int, float> { [5] = -100, [7] = 1.5f },
        });
        request.Stop.Should().Equal("x", "y");
        (request.Stream && request.IncludeUsage && request.LogProbs).Should().BeTrue();
        request.Market.Should().Be(new MarketOptions(new PriceCeiling(1, long.MaxValue, long.MaxValue, long.MaxValue), "A", 5000, TokenIds: true));
    }

    [Theory]
    [InlineData("\"max_tokens\":3", 3)]
    [InlineData("\"max_tokens\":3,\"max_completion_tokens\":5", 5)]
    [InlineData("\"max_tokens\":3,\"max_completion_tokens\":null", 3)]
    public void The_newer_name_of_the_token_limit_wins(string fields, int expected) => With(fields).MaxTokens.Should().Be(expected);

    [Theory]
    [InlineData("\"stop\":null")]
    [InlineData("\"tools\":null")]
    [InlineData("\"tools\":[]")]
    [InlineData("\"modalities\":[\"text\"]")]
    [InlineData("\"n\":1")]
    [InlineData("\"top_logprobs\":0")]
    [InlineData("\"response_format\":{\"type\":\"text\"}")]
    [InlineData("\"user\":\"someone\",\"metadata\":{\"a\":[1,{}]},\"store\":true")]
    [InlineData("\"safety_identifier\":\"s\",\"prompt_cache_key\":\"k\",\"service_tier\":\"flex\",\"verbosity\":\"low\"")]
    [InlineData("\"prediction\":{\"type\":\"content\",\"content\":\"x\"}")]
    [InlineData("\"tool_choice\":\"auto\",\"parallel_tool_calls\":true")]
    [InlineData("\"max_coefficient\":null,\"timeout\":null,\"request_guid\":null,\"enable_debug\":false")]
    [InlineData("\"stream_options\":{\"include_usage\":true}")]
    [InlineData("\"top_k\":-1,\"min_p\":0,\"repetition_penalty\":1")]
    [InlineData("\"cocoon\":null")]
    public void Fields_that_change_nothing_are_left_alone(string fields) =>
        With(fields).Should().BeEquivalentTo(With("\"seed\":null"), options => options.Excluding(static request => request.Market.Session));

    [Theory]
    [InlineData("\"user\":\"someone\"", "someone")]
    [InlineData("\"user\":\"someone\",\"prompt_cache_key\":\"chat\"", "chat")]
    [InlineData("\"safety_identifier\":\"s\"", null)]
    public void A_session_is_known_by_its_cache_key_or_its_user(string fields, string? session) => With(fields).Market.Session.Should().Be(session);

    [Fact]
    public void A_single_stop_string_counts_as_a_list() => With("\"stop\":\"x\"").Stop.Should().Equal("x");

    [Fact]
    public void Text_may_hold_anything_that_is_unicode() => Parse("""{"model":"m","messages":[{"role":"user","content":"\u0000\ud83d\ude42 <|im_end|>"}]}""")
        .Messages[0].Content.Should().Be("\0🙂 <|im_end|>");

    [Theory]
    [InlineData("\"seed\":1", 100, 100)]
    [InlineData("\"max_tokens\":5", 100, 5)]
    [InlineData("\"max_tokens\":500", 100, 100)]
    public void The_market_s_limit_caps_the_request(string fields, int limit, int expected)
    {
        var generation = With(fields).ToGenerationRequest(limit);
        generation.MaxTokens.Should().Be(expected);
        generation.Prompt.Messages.Should().Equal(new ChatMessage("user", "Hi"));
    }

    private static ChatCompletionRequest With(string fields) => Parse($$"""{"model":"m","messages":[{"role":"user","content":"Hi"}],{{fields}}}""");

    private static ChatCompletionRequest Parse(string json) => ChatCompletionRequest.Parse(Encoding.UTF8.GetBytes(json));
}
