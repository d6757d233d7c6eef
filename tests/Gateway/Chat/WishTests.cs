using System.Net;
using System.Text.Json;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Chat;

/// <summary>What callers ask of the market, in our own object and in COCOON's fields.</summary>
public sealed class WishTests
{
    [Fact]
    public async Task Cocoon_s_own_fields_act()
    {
        var market = new FakeMarket();
        await using var gateway = await GatewayHost.Start(market);

        using var named = await gateway.Chat(Chat("""  "request_guid":"g-1","timeout":5,"enable_debug":true,"max_coefficient":1000  """));
        using var headed = await gateway.Chat(Chat("""  "n":3,"max_tokens":5  """), change: request => request.Headers.Add("Idempotency-Key", "g-1"));

        using var json = JsonDocument.Parse(await named.Content.ReadAsStringAsync());
        json.RootElement.GetProperty("cocoon").GetProperty("debug").GetProperty("candidates")[0].GetProperty("verdict").GetString().Should().Be("candidate 1");
        market.Started[0].Deadline.Should().Be(FakeMarket.Start.AddSeconds(5));
        market.Started[1].MaxCompletionTokens.Should().Be(15, "each of the choices may be as long as asked for");
        JobKeys(market).Should().HaveCount(2).And.Subject.Distinct().Should().ContainSingle("a guid is an idempotency key");
    }

    [Theory]
    [InlineData("""  "max_coefficient":999  """, "price_above_ceiling")]
    [InlineData("""  "cocoon":{"providers":{"deny":["0:0303030303030303030303030303030303030303030303030303030303030303"]}}  """, "providers_excluded")]
    [InlineData("""  "cocoon":{"regions":["there"]}  """, "providers_excluded")]
    [InlineData("""  "cocoon":{"policy":"0000000000000000000000000000000000000000000000000000000000000000"}  """, "policy_not_met")]
    public async Task A_wish_that_nobody_meets_is_a_conflict_that_no_retry_mends(string wish, string code)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await gateway.Chat(Chat(wish));

        response.StatusCode.Should().Be(HttpStatusCode.Conflict);
        (await response.Content.ReadAsStringAsync()).Should().Contain($"\"code\":\"{code}\"");
        response.Headers.GetValues("x-should-retry").Should().Equal("false");
    }

    [Fact]
    public async Task The_policy_of_an_answer_can_be_insisted_on()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());
        using var first = await gateway.Chat(Chat("""  "n":1  """));
        using var json = JsonDocument.Parse(await first.Content.ReadAsStringAsync());
        var policy = json.RootElement.GetProperty("cocoon").GetProperty("policy").GetString();

        using var second = await gateway.Chat(Chat($$"""  "cocoon":{"policy":"{{policy}}","regions":["here"],"prefer":"throughput"}  """));

        second.StatusCode.Should().Be(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Embeddings_are_opened_for_prompt_tokens_alone()
    {
        var market = new FakeMarket { Offers = [FakeMarket.Offer() with { Offer = FakeMarket.Offer().Offer with { ContextLength = 40 } }] };
        await using var gateway = await GatewayHost.Start(market);

        using var fits = await gateway.Post("/v1/embeddings", """{"model":"model","input":["twelve bytes","twelve bytes"]}""");
        using var tooLong = await gateway.Post("/v1/embeddings", $$"""{"model":"model","input":"{{new string('x', 41)}}"}""");

        market.Started.Should().ContainSingle().Which.Should().Match<Core.Jobs.JobSpec>(spec => spec.MaxCompletionTokens == 0 && spec.MaxPromptTokens > 40, "each input has the context for itself");
        tooLong.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    private static string Chat(string fields) => $$"""{"model":"model","messages":[{"role":"user","content":"hi"}],{{fields}}}""";

    /// <summary>Ids under which jobs were opened; the lease of the market here always names its own.</summary>
    private static IEnumerable<string> JobKeys(FakeMarket market) => market.Grains.ReceivedCalls()
        .Where(static call => call.GetMethodInfo().Name == "GetGrain" && call.GetMethodInfo().ReturnType.Name == "IJobGrain")
        .Select(static call => (string)call.GetArguments()[0]!)
        .Where(static key => key != FakeMarket.Job.ToString());
}
