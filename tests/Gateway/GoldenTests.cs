using System.Net;
using Cocoon.Core;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Tests;

/// <summary>The exact bytes of each endpoint's answers, with a clock that stands and a provider that says what the test says.</summary>
public sealed class GoldenTests
{
    private const string Hello = """[{"role":"user","content":"Say hello"}]""";
    private const string Tools = """[{"type":"function","function":{"name":"weather","parameters":{"type":"object"}}}]""";

    /// <summary>An end without a receipt: it is long, and <see cref="Plain"/> has it.</summary>
    private static readonly FakeChunk Free = FakeMarket.End() with { Outcome = FakeMarket.End().Outcome! with { Bill = null } };

    private static readonly FakeChunk[] Plain = [FakeMarket.Token(7, "Hëllo"), FakeMarket.Token(8, ""), FakeMarket.Token(9, " \"you\"\n", AnswerFinish.Stop), FakeMarket.End()];

    private static readonly FakeChunk[] Short = [.. Plain[..^1], Free];

    /// <summary>Choice 0 thinks and answers; choice 1 says a word and calls two tools; choice 2 is cut off at once.</summary>
    private static readonly FakeChunk[] Rich =
    [
        Of(new AnswerToken(1, "Hm.", null) { Kind = AnswerKind.Reasoning }),
        Of(new AnswerToken(2, "", null) { Choice = 1, Tool = new AnswerTool("call_1", "weather") }),
        Of(new AnswerToken(3, "Paris", null)),
        Of(new AnswerToken(4, "{\"city\":", null) { Choice = 1, Kind = AnswerKind.ToolArguments }),
        Of(new AnswerToken(5, "", null) { Choice = 2, Finish = AnswerFinish.Length }),
        Of(new AnswerToken(6, "\"Oslo\"}", null) { Choice = 1, Kind = AnswerKind.ToolArguments }),
        Of(new AnswerToken(7, "{}", null) { Choice = 1, Kind = AnswerKind.ToolArguments, Tool = new AnswerTool("call_2", "weather"), Finish = AnswerFinish.ToolCalls }),
        Of(new AnswerToken(8, ".", null) { Finish = AnswerFinish.Stop }),
        Free,
    ];

    private static readonly FakeChunk[] Likely =
    [
        Of(new AnswerToken(7, "", -0.5f) { Bytes = new byte[] { 0xe2, 0x82 }, Top = [new AnswerLogProb(7, new byte[] { 0xe2, 0x82 }, -0.5f), new AnswerLogProb(9, "no"u8.ToArray(), float.NegativeInfinity)] }),
        Of(new AnswerToken(8, "€", -0.25f) { Bytes = new byte[] { 0xac }, Finish = AnswerFinish.Length }),
        Free,
    ];

    private static readonly FakeChunk[] Failing = [FakeMarket.Token(7, "Hello"), FakeMarket.End(new Refusal(RefusalCode.EngineFailed, "The engine failed."))];

    private static readonly FakeChunk[] Vectors =
        [Of(new AnswerToken(null, "", null) { Embedding = new[] { 0.5f, -1f } }), Of(new AnswerToken(null, "", null) { Choice = 1, Embedding = new[] { 0.1f, 3f } }), Free];

    private static readonly Dictionary<string, (string Path, string Body, FakeChunk[] Answer)> Cases = new()
    {
        ["chat.json"] = ("chat/completions", $$"""{"model":"model","messages":{{Hello}}}""", Plain),
        ["chat.sse"] = ("chat/completions", $$"""{"model":"model","stream":true,"messages":{{Hello}}}""", Plain),
        ["chat-usage.sse"] = ("chat/completions", $$$"""{"model":"model","stream":true,"stream_options":{"include_usage":true},"messages":{{{Hello}}}}""", Short),
        ["chat-token-ids.sse"] = ("chat/completions", $$$"""{"model":"model","stream":true,"cocoon":{"token_ids":true},"messages":{{{Hello}}}}""", Short),
        ["chat-choices-tools.json"] = ("chat/completions", $$"""{"model":"model","n":3,"tools":{{Tools}},"messages":{{Hello}}}""", Rich),
        ["chat-choices-tools.sse"] = ("chat/completions", $$"""{"model":"model","n":3,"stream":true,"tools":{{Tools}},"messages":{{Hello}}}""", Rich),
        ["chat-logprobs.json"] = ("chat/completions", $$"""{"model":"model","logprobs":true,"top_logprobs":2,"messages":{{Hello}}}""", Likely),
        ["chat-logprobs.sse"] = ("chat/completions", $$"""{"model":"model","logprobs":true,"top_logprobs":2,"stream":true,"messages":{{Hello}}}""", Likely),
        ["chat-error.sse"] = ("chat/completions", $$"""{"model":"model","stream":true,"messages":{{Hello}}}""", Failing),
        ["completion.json"] = ("completions", """{"model":"model","prompt":"Say"}""", Short),
        ["completion-usage.sse"] = ("completions", """{"model":"model","prompt":"Say","stream":true,"stream_options":{"include_usage":true}}""", Short),
        ["completion-logprobs.json"] = ("completions", """{"model":"model","prompt":"Say","logprobs":2}""", Likely),
        ["completion-logprobs.sse"] = ("completions", """{"model":"model","prompt":"Say","logprobs":2,"stream":true}""", Likely),
        ["embeddings.json"] = ("embeddings", """{"model":"model","input":["a","b"]}""", Vectors),
        ["embeddings-base64.json"] = ("embeddings", """{"model":"model","input":["a","b"],"encoding_format":"base64"}""", Vectors),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_bytes_are_those_that_were_looked_over(string name)
    {
        var (path, body, answer) = Cases[name];
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = _ => FakeMarket.Say(answer) }, clock: new FrozenClock());

        using var response = await gateway.Post($"/v1/{path}", body);

        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.ToString().Should().Be(name.EndsWith(".sse", StringComparison.Ordinal) ? "text/event-stream" : "application/json");
        GoldenFile.ShouldEqual(name, await response.Content.ReadAsByteArrayAsync());
    }

    private static FakeChunk Of(AnswerToken token) => new(token, null);
}
