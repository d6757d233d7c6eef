using System.Net;
using Cocoon.Core;
using Cocoon.Core.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Tests.Responses;

/// <summary>The exact bytes of responses, whole and as events.</summary>
public sealed class ResponseGoldenTests
{
    private const string Tools = """[{"type":"function","name":"weather","description":"of a city","parameters":{"type":"object"},"strict":false}]""";

    /// <summary>An end without a receipt: it is long, and the chat's goldens have it.</summary>
    private static readonly FakeChunk Free = FakeMarket.End() with { Outcome = FakeMarket.End().Outcome! with { Bill = null } };

    private static readonly FakeChunk[] Plain = [FakeMarket.Token(7, "Hëllo"), FakeMarket.Token(8, ""), FakeMarket.Token(9, " \"you\"\n", AnswerFinish.Stop), Free];

    /// <summary>Thinks, says a word, calls two tools.</summary>
    private static readonly FakeChunk[] Calls =
    [
        Of(new AnswerToken(1, "Hm.", null) { Kind = AnswerKind.Reasoning }),
        Of(new AnswerToken(2, "Let me", null)),
        Of(new AnswerToken(3, " see.", null)),
        Of(new AnswerToken(4, "", null) { Tool = new AnswerTool("call_1", "weather") }),
        Of(new AnswerToken(5, "{\"city\":", null) { Kind = AnswerKind.ToolArguments }),
        Of(new AnswerToken(6, "\"Oslo\"}", null) { Kind = AnswerKind.ToolArguments }),
        Of(new AnswerToken(7, "{}", null) { Kind = AnswerKind.ToolArguments, Tool = new AnswerTool("call_2", "weather"), Finish = AnswerFinish.ToolCalls }),
        Free,
    ];

    private static readonly FakeChunk[] Cut =
    [
        Of(new AnswerToken(8, "€", -0.25f) { Bytes = "€"u8.ToArray(), Top = [new AnswerLogProb(8, "€"u8.ToArray(), -0.25f)], Finish = AnswerFinish.Length }),
        Free with { Outcome = Free.Outcome! with { Ending = JobEnding.Length } },
    ];

    private static readonly FakeChunk[] Failing = [FakeMarket.Token(7, "Hello"), FakeMarket.End(new Refusal(RefusalCode.EngineFailed, "The engine failed.")) with { Outcome = Free.Outcome! with { Failure = new Refusal(RefusalCode.EngineFailed, "The engine failed."), Ending = JobEnding.Interrupted } }];

    private static readonly Dictionary<string, (string Body, FakeChunk[] Answer)> Cases = new()
    {
        ["response.json"] = ("""{"model":"model","input":"Say hello"}""", Plain),
        ["response.sse"] = ("""{"model":"model","input":"Say hello","stream":true}""", Plain),
        ["response-tools.sse"] = ($$"""{"model":"model","input":"Weather?","instructions":"Be short.","tools":{{Tools}},"reasoning":{"effort":"low"},"max_output_tokens":50,"temperature":0.5,"metadata":{"a":"b"},"store":false,"stream":true}""", Calls),
        ["response-tools.json"] = ($$"""{"model":"model","input":"Weather?","text":{"format":{"type":"json_object"} },"tools":{{Tools}},"tool_choice":"required"}""", Calls),
        ["response-cut.sse"] = ("""{"model":"model","input":"Price?","include":["message.output_text.logprobs"],"top_logprobs":1,"stream":true}""", Cut),
        ["response-failed.sse"] = ("""{"model":"model","input":"Say hello","stream":true}""", Failing),
        ["response-error.sse"] = ("""{"model":"model","input":"Say hello","stream":true}""", [FakeMarket.Token(7, "Hello")]),
    };

    public static TheoryData<string> Names => [.. Cases.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task The_bytes_are_those_that_were_looked_over(string name)
    {
        var (body, answer) = Cases[name];
        var market = new FakeMarket { Run = _ => FakeMarket.Say(answer) };
        FakeAnswers.Of(market);
        await using var gateway = await GatewayHost.Start(market, clock: new FrozenClock());

        using var response = await gateway.Post("/v1/responses", body);

        response.StatusCode.Should().Be(HttpStatusCode.OK, await response.Content.ReadAsStringAsync());
        response.Content.Headers.ContentType!.ToString().Should().Be(name.EndsWith(".sse", StringComparison.Ordinal) ? "text/event-stream" : "application/json");
        GoldenFile.ShouldEqual(name, await response.Content.ReadAsByteArrayAsync());
    }

    private static FakeChunk Of(AnswerToken token) => new(token, null);
}
