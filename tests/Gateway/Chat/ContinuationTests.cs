using System.Net;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Core.Market;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Tests.Chat;

/// <summary>What becomes of an answer whose provider breaks off after its first token.</summary>
public sealed class ContinuationTests
{
    private const string Request = """{"model":"model","messages":[{"role":"user","content":"hi"}],"temperature":0,"max_tokens":9,"cocoon":{"continue":true,"token_ids":true}}""";

    private static readonly Refusal Broken = new(RefusalCode.EngineFailed, "The engine failed. Try again.");

    [Fact]
    public async Task Another_provider_goes_on_where_the_first_broke_off_and_both_receipts_are_told()
    {
        var market = TwoProviders(FakeMarket.Say(FakeMarket.Token(7, "Hel"), FakeMarket.Token(8, "lo"), FakeMarket.End(Broken)), Rest());
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Request);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
        json.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().Should().Be("Hello there");
        json.GetProperty("choices")[0].GetProperty("finish_reason").GetString().Should().Be("stop");
        json.GetProperty("usage").GetProperty("total_tokens").GetInt32().Should().Be(24, "both jobs are paid for");
        var told = json.GetProperty("cocoon");
        told.GetProperty("token_ids").EnumerateArray().Select(static id => id.GetInt32()).Should().Equal(7, 8, 9);
        told.GetProperty("receipt").ValueKind.Should().Be(JsonValueKind.Object);
        told.GetProperty("total_charge_nano").GetInt64().Should().Be(64);
        var before = told.GetProperty("continued").EnumerateArray().Should().ContainSingle().Which;
        before.GetProperty("reason").GetString().Should().Be("engine_failed");
        before.GetProperty("receipt_hash").GetString().Should().HaveLength(64);
        before.GetProperty("salt").GetString().Should().HaveLength(64);
    }

    [Fact]
    public async Task The_second_provider_reads_what_was_written_and_has_what_is_left_of_the_limits()
    {
        var market = TwoProviders(FakeMarket.Say(FakeMarket.Token(7, "Hel"), FakeMarket.Token(8, "lo"), FakeMarket.End(Broken)), Rest());
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Request[..^1] + ""","max_completion_tokens":10,"seed":3}""", change: static request => request.Headers.Add("Idempotency-Key", "one"));

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        market.Bodies[1].Should().Be("""{"model":"model","messages":[{"role":"user","content":"hi"}],"temperature":0,"seed":3,"max_tokens":8,"cocoon":{"token_ids":true,"written":[7,8]}}""");
        market.Started.Select(static spec => spec.MaxCompletionTokens).Should().Equal(10, 8);
        (market.Started[1].MaxPromptTokens - market.Started[0].MaxPromptTokens).Should().Be(2);
        market.Started.Should().OnlyContain(static spec => spec.IsDeterministic);
        market.Started.Select(static spec => spec.Deadline).Distinct().Should().ContainSingle("the caller gave one for all of it");
    }

    [Fact]
    public async Task A_stream_goes_on_under_the_same_id_when_the_silo_is_lost()
    {
        var market = TwoProviders(Lost(FakeMarket.Token(7, "Hel"), FakeMarket.Token(8, "lo")), Rest());
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Request[..^1] + ""","stream":true,"stream_options":{"include_usage":true}}""");

        var stream = await response.Content.ReadAsStringAsync();
        stream.Should().EndWith("data: [DONE]\n\n").And.NotContain("\"error\"");
        var events = stream.Split("\n\n", StringSplitOptions.RemoveEmptyEntries).SkipLast(1).Select(static line => JsonDocument.Parse(line["data: ".Length..]).RootElement).ToList();
        events.Select(static chunk => chunk.GetProperty("id").GetString()).Distinct().Should().ContainSingle();
        events.SelectMany(static chunk => chunk.GetProperty("choices").EnumerateArray()).Select(static choice => choice.GetProperty("delta"))
            .Select(static delta => delta.TryGetProperty("content", out var text) ? text.GetString() : "").Should().Equal("", "Hel", "lo", " there", "");
        var told = events.Single(static chunk => chunk.TryGetProperty("cocoon", out var market) && market.TryGetProperty("receipt", out _)).GetProperty("cocoon");
        var before = told.GetProperty("continued").EnumerateArray().Should().ContainSingle().Which;
        (before.GetProperty("reason").GetString(), before.GetProperty("charge_nano").GetInt64()).Should().Be(("provider_lost", 0), "nobody has heard of its bill");
    }

    [Fact]
    public async Task Where_nobody_else_is_the_caller_hears_how_the_first_ended()
    {
        var market = TwoProviders(FakeMarket.Say(FakeMarket.Token(7, "Hel"), FakeMarket.End(Broken)));
        market.Offers = [FakeMarket.Offer()];
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Request);

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync()).Should().Contain("engine_failed");
        market.Started.Should().ContainSingle("the only provider has just failed");
    }

    [Fact]
    public async Task An_answer_goes_on_twice_at_most()
    {
        IAsyncEnumerable<FakeChunk> Some(int id) => FakeMarket.Say(FakeMarket.Token(id, "a"), FakeMarket.End(Broken));
        var market = TwoProviders(Some(7), Some(8), Some(9), Rest());
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Request);

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        market.Bodies.Should().HaveCount(3);
        market.Bodies[2].Should().Contain("\"max_tokens\":7").And.Contain("\"written\":[7,8]");
    }

    [Theory]
    [InlineData(false, 7, "Hel", null)]
    [InlineData(true, int.MaxValue, "Hel", null)]
    [InlineData(true, 7, "Hel", AnswerFinish.Stop)]
    [InlineData(true, null, "Hel", null)]
    public async Task An_answer_ends_with_its_error_unless_its_caller_asked_and_others_can_begin_at_the_same_place(bool isAsked, int? id, string text, AnswerFinish? finish)
    {
        var market = TwoProviders(FakeMarket.Say(FakeMarket.Token(6, "Oh "), new FakeChunk(new AnswerToken(id, text, null) { Finish = finish }, null), FakeMarket.End(Broken)), Rest());
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(isAsked ? Request : Request.Replace("\"continue\":true,", "", StringComparison.Ordinal));

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        market.Started.Should().ContainSingle();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Who_asks_for_it_is_told_the_requests_that_this_gateway_wrote_to_open_their_receipts_with(bool isAsked)
    {
        IAsyncEnumerable<FakeChunk> Some(int id) => FakeMarket.Say(FakeMarket.Token(id, "a"), FakeMarket.End(Broken));
        var market = TwoProviders(Some(7), Some(8), Rest());
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(isAsked ? Request.Replace("\"continue\"", "\"debug\":true,\"continue\"", StringComparison.Ordinal).Replace("hi", "h\u00ef \\\"", StringComparison.Ordinal) : Request);

        var told = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("cocoon");
        JsonElement[] jobs = [.. told.GetProperty("continued").EnumerateArray(), told];
        jobs.Select(static job => job.TryGetProperty("request", out var request) ? request.GetString() : null)
            .Should().Equal(isAsked ? [null, market.Bodies[1], market.Bodies[2]] : [null, null, null], "the first one is the caller's own");
    }

    private static IAsyncEnumerable<FakeChunk> Rest() => FakeMarket.Say(FakeMarket.Token(9, " there", AnswerFinish.Stop), FakeMarket.End());

    private static async IAsyncEnumerable<FakeChunk> Lost(params FakeChunk[] parts)
    {
        foreach (var part in parts)
        {
            await Task.Yield();
            yield return part;
        }
        throw new TimeoutException();
    }

    /// <summary>Answers one after the other; the fake market leases the first provider's slots only, whoever the candidates are.</summary>
    private static FakeMarket TwoProviders(params IAsyncEnumerable<FakeChunk>[] answers)
    {
        var market = new FakeMarket();
        RoutableOffer[] others = [FakeMarket.Offer() with { Provider = FakeMarket.Address(77) }, FakeMarket.Offer() with { Provider = FakeMarket.Address(78) }];
        market.Offers = [FakeMarket.Offer(), .. others];
        var asked = -1;
        market.Run = _ => answers[++asked];
        return market;
    }
}
