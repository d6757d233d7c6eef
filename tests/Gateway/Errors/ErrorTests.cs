using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Core.Trust;
using Cocoon.Gateway.Errors;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Errors;

public sealed class ErrorTests
{
    private const string Good = """{"model":"model","messages":[{"role":"user","content":"hi"}]}""";

    public static TheoryData<string, int, string> BadBodies => new()
    {
        { """{"model":"model","messages":""", 400, "We could not parse the JSON body" },
        { """{"messages":[{"role":"user","content":"hi"}]}""", 400, "model" },
        { """{"model":"model"}""", 400, "messages" },
        { """{"model":"model","messages":[{"role":"user","content":5}]}""", 400, "messages[0].content" },
        { """{"model":"model","max_tokens":5000,"messages":[{"role":"user","content":"hi"}]}""", 400, "maximum context length" },
        { """{"model":"model","max_tokens":2147483647,"messages":[{"role":"user","content":"hi"}]}""", 400, "completion tokens here" },
        { """{"model":"none","messages":[{"role":"user","content":"hi"}]}""", 404, "does not exist" },
        { """{"model":"model","cocoon":{"tier":"gold"},"messages":[{"role":"user","content":"hi"}]}""", 400, "cocoon.tier" },
        { """{"model":"model","cocoon":{"tier":"cc-gpu"},"messages":[{"role":"user","content":"hi"}]}""", 409, "simulated" },
        { """{"model":"model","cocoon":{"price_ceiling":{"prompt":1}},"messages":[{"role":"user","content":"hi"}]}""", 409, "price ceiling" },
    };

    [Theory]
    [MemberData(nameof(BadBodies))]
    public async Task A_bad_request_gets_an_error_that_says_what_to_do(string body, int status, string says)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await gateway.Chat(body);

        ((int)response.StatusCode).Should().Be(status);
        (await Error(response)).GetProperty("message").GetString().Should().Contain(says);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Basic abc")]
    [InlineData("Bearer sk-cocoon-nonsense")]
    public async Task Without_a_good_key_the_answer_is_401(string header)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await gateway.Chat(Good, change: request =>
        {
            request.Headers.Remove("Authorization");
            if (header.Length > 0) request.Headers.TryAddWithoutValidation("Authorization", header);
        });

        response.StatusCode.Should().Be(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_body_over_the_limit_is_refused_with_and_without_a_stated_length()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket(), options => options.MaxBodyBytes = 2_000);
        var large = Good.Replace("hi", new string('x', 3_000), StringComparison.Ordinal);

        using var stated = await gateway.Chat(large);
        using var chunked = await gateway.Chat(large, change: request => request.Headers.TransferEncodingChunked = true);

        stated.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        chunked.StatusCode.Should().Be(HttpStatusCode.RequestEntityTooLarge);
    }

    [Fact]
    public async Task Wrong_type_and_wrong_url_have_the_same_error_shape()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var type = await gateway.Chat(Good, change: request => request.Content = new StringContent(Good, Encoding.UTF8, "text/plain"));
        using var url = await gateway.Get("/v1/images/generations");

        type.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        url.StatusCode.Should().Be(HttpStatusCode.NotFound);
        foreach (var response in (HttpResponseMessage[])[type, url]) await Error(response);
    }

    [Fact]
    public async Task Without_providers_or_channels_the_answer_says_so()
    {
        await using var lonely = await GatewayHost.Start(new FakeMarket { Offers = [] });
        await using var poor = await GatewayHost.Start(new FakeMarket { Channels = [] });
        await using var open = await GatewayHost.Start(new FakeMarket { Offers = [FakeMarket.Offer(Tier.Open)] });

        using var noProvider = await lonely.Chat(Good);
        using var noChannel = await poor.Chat(Good);
        using var onlyOpen = await open.Chat(Good);

        noProvider.StatusCode.Should().Be(HttpStatusCode.ServiceUnavailable);
        noProvider.Headers.RetryAfter.Should().NotBeNull();
        noChannel.StatusCode.Should().Be(HttpStatusCode.PaymentRequired);
        onlyOpen.StatusCode.Should().Be(HttpStatusCode.Conflict, "the open tier serves only who asks for it");
    }

    [Fact]
    public async Task An_empty_balance_is_a_402_after_the_chain_was_asked_once_more()
    {
        var market = new FakeMarket { StartRefusal = new Refusal(RefusalCode.InsufficientBalance, "Top up the channel by 1 TON.") };
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Good);

        response.StatusCode.Should().Be(HttpStatusCode.PaymentRequired);
        (await Error(response)).GetProperty("code").GetString().Should().Be("insufficient_balance");
        market.ChannelGrain.ReceivedCalls().Should().Contain(call => call.GetMethodInfo().Name == "Open");
    }

    [Fact]
    public void Every_refusal_a_caller_can_meet_has_a_status_of_its_own()
    {
        RefusalCode[] internalOnes = [RefusalCode.None, RefusalCode.HoldEnded, RefusalCode.HoldUnknown, RefusalCode.ChargeAboveHold, RefusalCode.ChannelMismatch,
            RefusalCode.DepositShrank, RefusalCode.OfferInvalid, RefusalCode.ReceiptInvalid, RefusalCode.ReceiptForged, RefusalCode.TooManyKeys, RefusalCode.BatchUnknown, RefusalCode.SettlementGap];

        foreach (var code in Enum.GetValues<RefusalCode>().Except(internalOnes))
            RefusalErrors.ToApi(new Refusal(code, "x")).Status.Should().NotBe(500, "{0} is not a fault of the server", code);
    }

    [Fact]
    public async Task Request_id_and_timing_are_on_every_answer()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var good = await gateway.Chat(Good, change: request => request.Headers.Add("x-client-request-id", "mine-1"));
        using var bad = await gateway.Chat("{");
        using var badId = await gateway.Chat(Good, change: request => request.Headers.Add("x-client-request-id", new string('x', 513)));

        foreach (var response in (HttpResponseMessage[])[good, bad, badId])
        {
            response.Headers.GetValues("x-request-id").Single().Should().NotBe("mine-1", "the server names its requests");
            response.Headers.GetValues("openai-version").Should().Equal("2020-10-01");
            int.Parse(response.Headers.GetValues("openai-processing-ms").Single(), CultureInfo.InvariantCulture).Should().BeGreaterThanOrEqualTo(0);
            double.Parse(response.Headers.GetValues("x-cocoon-overhead-ms").Single(), CultureInfo.InvariantCulture).Should().BeGreaterThanOrEqualTo(0);
        }
        good.Headers.GetValues("x-cocoon-tier").Should().Equal("simulated");
        gateway.Logs.Lines.Should().Contain(line => line.Contains("mine-1"));
        badId.StatusCode.Should().Be(HttpStatusCode.BadRequest);
    }

    [Theory]
    [InlineData("GET", "/v1/chat/completions", "POST")]
    [InlineData("DELETE", "/v1/models/model", "GET")]
    [InlineData("PUT", "/cocoon/v1/vouchers", "POST")]
    public async Task A_wrong_method_is_told_the_right_one(string method, string path, string allowed)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await gateway.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        response.StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        response.Content.Headers.Allow.Should().Equal(allowed);
        (await Error(response)).GetProperty("code").GetString().Should().Be("method_not_allowed");
    }

    [Theory]
    [InlineData(409, null, false)]
    [InlineData(409, 1, true)]
    [InlineData(429, 1, true)]
    [InlineData(503, 1, true)]
    [InlineData(504, null, false)]
    [InlineData(400, null, false)]
    public void Clients_retry_only_what_a_retry_can_mend(int status, int? retryAfterSeconds, bool mayRetry) =>
        new ApiException(status, ErrorTypes.Server, null, "x", retryAfter: retryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null).MayRetry.Should().Be(mayRetry);

    /// <summary>The error object, with all four keys.</summary>
    private static async Task<JsonElement> Error(HttpResponseMessage response)
    {
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var error = json.RootElement.GetProperty("error").Clone();
        error.EnumerateObject().Select(entry => entry.Name).Should().Equal("message", "type", "param", "code");
        return error;
    }
}
