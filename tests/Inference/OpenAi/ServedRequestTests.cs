using System.Text;
using Cocoon.Inference.OpenAi;

namespace Cocoon.Inference.Tests.OpenAi;

/// <summary>Completions and embeddings, and how a body is told from one of another kind.</summary>
public sealed class ServedRequestTests
{
    public static TheoryData<BadRequest> BadCompletions =>
    [
        Completion("\"x\":1", "Missing required parameter: 'prompt'.", "prompt", "missing_required_parameter"),
        Completion("\"prompt\":\"\"", "Invalid value for 'prompt': there is nothing to continue in an empty text.", "prompt", "invalid_value"),
        Completion("\"prompt\":[\"s3cret\",\"b\"]", "'prompt' is one text: several are not supported by this market. Send a request for each.", "prompt"),
        Completion("\"prompt\":[1]", "'prompt' as token ids is not supported by this market yet. Send text.", "prompt"),
        Completion("\"prompt\":[[1]]", "'prompt' as token ids is not supported by this market yet. Send text.", "prompt"),
        Completion("\"prompt\":7", "Invalid type for 'prompt': expected a string, but got an integer instead.", "prompt", "invalid_type"),
        Completion("\"prompt\":\"s3cret\",\"echo\":true", "'echo' is not supported by this market: an answer is what was generated.", "echo"),
        Completion("\"prompt\":\"s3cret\",\"suffix\":\"s3cret\"", "'suffix' is not supported by this market.", "suffix"),
        Completion("\"prompt\":\"s3cret\",\"best_of\":2", "'best_of' other than 'n' is not supported by this market.", "best_of"),
        Completion("\"prompt\":\"s3cret\",\"logprobs\":6", "Invalid value for 'logprobs': expected an integer from 0 to 5.", "logprobs", "invalid_value"),
        Completion("\"prompt\":\"s3cret\",\"messages\":[]", "Unrecognized request argument supplied: messages", "messages", "unknown_parameter"),
    ];

    public static TheoryData<BadRequest> BadEmbeddings =>
    [
        Completion("\"x\":1", "Missing required parameter: 'input'.", "input", "missing_required_parameter"),
        Completion("\"input\":\"\"", "Invalid value for 'input': an input cannot be an empty string.", "input", "invalid_value"),
        Completion("\"input\":[]", "'input' must have 1 to 128 entries.", "input", "invalid_value"),
        Completion("\"input\":[\"s3cret\",\"\"]", "Invalid value for 'input[1]': an input cannot be an empty string.", "input[1]", "invalid_value"),
        Completion("\"input\":[[1]]", "'input' as token ids is not supported by this market yet. Send texts.", "input"),
        Completion("\"input\":\"s3cret\",\"encoding_format\":\"hex\"", "Invalid value for 'encoding_format': supported values are 'float' and 'base64'.", "encoding_format", "invalid_value"),
        Completion("\"input\":\"s3cret\",\"dimensions\":0", "Invalid value for 'dimensions': expected an integer from 1 to 65536.", "dimensions", "invalid_value"),
        Completion("\"input\":\"s3cret\",\"prompt\":\"s3cret\"", "Unrecognized request argument supplied: prompt", "prompt", "unknown_parameter"),
    ];

    [Fact]
    public void A_completion_has_the_defaults_of_OpenAI()
    {
        var request = ChatCompletionRequest.ParseCompletion(Bytes("""{"model":"m","prompt":["Once"],"best_of":1,"echo":false,"suffix":""}"""));

        (request.RawPrompt, request.MaxTokens, request.LogProbs, request.Choices, request.IsPlain).Should().Be(("Once", 16, false, 1, false));
        request.Messages.Should().BeEmpty();
        var other = ChatCompletionRequest.ParseCompletion(Bytes("""{"model":"m","prompt":"Once","n":2,"best_of":2,"logprobs":0,"max_tokens":3}"""));
        (other.RawPrompt, other.MaxTokens, other.LogProbs, other.TopLogProbs, other.Choices).Should().Be(("Once", 3, true, 0, 2));
        other.ToGenerationRequest(9).RawPrompt.Should().Be("Once");
    }

    [Fact]
    public void An_embedding_request_is_read()
    {
        var request = EmbeddingRequest.Parse(Bytes("""{"model":"m","input":["a","b"],"encoding_format":"base64","dimensions":64,"user":"u"}"""));

        request.Inputs.Should().Equal("a", "b");
        (request.Encoding, request.Dimensions).Should().Be((EmbeddingEncoding.Base64, 64));
        EmbeddingRequest.Parse(Bytes("""{"model":"m","input":"a"}""")).Inputs.Should().Equal("a");
    }

    [Fact]
    public void A_body_is_told_by_its_own_field()
    {
        ServedRequest.Parse(Bytes("""{"model":"m","messages":[{"role":"user","content":"a"}],"prompt":"b","input":"c"}"""))
            .Should().BeOfType<ChatCompletionRequest>().Which.RawPrompt.Should().BeNull();
        ServedRequest.Parse(Bytes("""{"model":"m","prompt":"b","input":"c"}""")).Should().BeOfType<ChatCompletionRequest>().Which.RawPrompt.Should().Be("b");
        ServedRequest.Parse(Bytes("""{"model":"m","input":"c","messages":null}""")).Should().BeOfType<EmbeddingRequest>();
        FluentActions.Invoking(() => ServedRequest.Parse(Bytes("""{"model":"m"}"""))).Should().Throw<RequestFormatException>().Which.Param.Should().Be("messages");
    }

    [Fact]
    public void Wishes_of_the_market_and_the_fields_of_COCOON_are_read()
    {
        var hash = new string('A', 64);
        var request = (ChatCompletionRequest)ServedRequest.Parse(Bytes($$$"""
            {"model":"m","prompt":"a","max_coefficient":1500,"timeout":2.5,"request_guid":"g-1","enable_debug":true,
             "cocoon":{"policy":"{{{hash}}}","providers":{"allow":["x"],"deny":["y","z"]},"regions":["eu"],"prefer":"latency","continue":true,"written":[5,7]},"seed":1}
            """));
        var market = request.Market;

        (market.Continue, request.IsPlain).Should().Be((true, false));
        request.Written.Should().Equal(5, 7);
        (market.Policy, market.Prefer, market.MaxCoefficient, market.RequestGuid, market.Debug).Should().Be((hash.ToLowerInvariant(), ProviderPreference.Latency, 1500, "g-1", true));
        (market.Allow, market.Deny, market.Regions).Should().BeEquivalentTo(((string[])["x"], (string[])["y", "z"], (string[])["eu"]));
        market.DeadlineMs.Should().Be(3_000, "no job is shorter");
        ServedRequest.Parse(Bytes("""{"model":"m","prompt":"a","timeout":20,"cocoon":{"deadline_ms":4000}}""")).Market.DeadlineMs.Should().Be(4_000, "ours is the more exact");
        ServedRequest.Parse(Bytes("""{"model":"m","prompt":"a","timeout":20}""")).Market.DeadlineMs.Should().Be(20_000);
    }

    [Theory]
    [MemberData(nameof(BadCompletions))]
    public void A_bad_completion_is_refused(BadRequest bad) => Refused(bad, () => ChatCompletionRequest.ParseCompletion(Bytes(bad.Json)));

    [Theory]
    [MemberData(nameof(BadEmbeddings))]
    public void A_bad_embedding_request_is_refused(BadRequest bad) => Refused(bad, () => EmbeddingRequest.Parse(Bytes(bad.Json)));

    private static void Refused(BadRequest bad, Func<ServedRequest> read)
    {
        var error = read.Should().ThrowExactly<RequestFormatException>().Which;
        (error.Message, error.Param, error.Code).Should().Be((bad.Message, bad.Param, bad.Code));
        error.ToString().Should().NotContain("s3cret");
    }

    private static BadRequest Completion(string fields, string message, string param, string code = "unsupported_parameter") =>
        new($$"""{"model":"m",{{fields}}}""", message, param, code);

    private static byte[] Bytes(string json) => Encoding.UTF8.GetBytes(json);
}
