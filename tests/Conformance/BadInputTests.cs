using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cocoon.Core.Money;
using Cocoon.Grains;
using Cocoon.Ton.Channels;

namespace Cocoon.Conformance.Tests;

/// <summary>Bad requests against a real market: each a clear error, nothing charged.</summary>
[Collection(MarketCollection.Name)]
public sealed class BadInputTests(MarketFixture fixture)
{
    private const string Good = """{"model":"tiny-jane","max_tokens":8,"messages":[{"role":"user","content":"hi"}]}""";

    [Fact]
    public async Task Malformed_json_is_a_400_that_says_where()
    {
        var (status, error) = await Post("""{"model": "tiny-jane", oops""");

        status.Should().Be(HttpStatusCode.BadRequest);
        error.GetProperty("message").GetString().Should().Contain("line 1").And.NotContain("oops");
        error.GetProperty("type").GetString().Should().Be("invalid_request_error");
        error.TryGetProperty("param", out _).Should().BeTrue();
        error.TryGetProperty("code", out _).Should().BeTrue();
    }

    [Fact]
    public async Task A_missing_key_is_a_401_that_says_how_to_send_one()
    {
        var (status, error) = await Post(Good, withKey: false);

        status.Should().Be(HttpStatusCode.Unauthorized);
        error.GetProperty("message").GetString().Should().Contain("Authorization");
    }

    [Fact]
    public async Task A_body_over_the_limit_is_a_413()
    {
        var (status, error) = await Post($$"""{"model":"tiny-jane","messages":[{"role":"user","content":"{{new string('x', 1024 * 1024)}}"}]}""");

        status.Should().Be(HttpStatusCode.RequestEntityTooLarge);
        error.GetProperty("code").GetString().Should().Be("request_too_large");
    }

    [Fact]
    public async Task A_prompt_beyond_the_context_is_a_400_with_openai_s_code()
    {
        var (status, error) = await Post("""{"model":"tiny-jane","max_tokens":600,"messages":[{"role":"user","content":"hi"}]}""");

        status.Should().Be(HttpStatusCode.BadRequest);
        error.GetProperty("code").GetString().Should().Be("context_length_exceeded");
    }

    [Fact]
    public async Task An_empty_channel_is_a_402_that_says_how_to_top_up_and_works_after_the_top_up()
    {
        var market = fixture.Market;
        var network = market.Network;
        var init = ChannelContract.Init(network.Terms with { Salt = 77 });
        var channel = init.GetAddress();
        await network.Client.Send([ChannelContract.TopUp(channel, new Nano(50_000_001), 1, init)], CancellationToken.None);
        await market.Node.Grains.Account(network.Client.Address).AddChannel(channel);

        var (status, error) = await Post(Good, channel: channel.Raw);

        status.Should().Be(HttpStatusCode.PaymentRequired);
        error.GetProperty("code").GetString().Should().Be("insufficient_balance");
        error.GetProperty("message").GetString().Should().Contain("Top up");
        (await market.Node.Grains.Channel(channel).View()).Held.IsZero.Should().BeTrue();

        await network.Client.Send([ChannelContract.TopUp(channel, Nano.FromTon(1), 2)], CancellationToken.None);

        (await Post(Good, channel: channel.Raw)).Status.Should().Be(HttpStatusCode.OK, "the gateway asks the chain again before it says no");
    }

    [Fact]
    public async Task The_same_idempotency_key_is_never_charged_twice()
    {
        var key = Guid.NewGuid().ToString();
        var before = (await fixture.Market.Node.Channel()).ReceiptCount;

        var first = await Post(Good, idempotencyKey: key);
        var second = await Post(Good, idempotencyKey: key);

        first.Status.Should().Be(HttpStatusCode.OK);
        second.Status.Should().Be(HttpStatusCode.OK, "the answer is given again");
        (await fixture.Market.Node.Channel()).ReceiptCount.Should().Be(before + 1);
    }

    [Fact]
    public async Task A_price_ceiling_below_the_offers_is_refused_before_anything_is_held()
    {
        var (status, error) = await Post("""{"model":"tiny-jane","messages":[{"role":"user","content":"hi"}],"cocoon":{"price_ceiling":{"completion":1}}}""");

        status.Should().Be(HttpStatusCode.Conflict);
        error.GetProperty("code").GetString().Should().Be("price_above_ceiling");
    }

    [Fact]
    public async Task A_tier_that_nobody_meets_is_refused_and_says_which_there_are()
    {
        var (status, error) = await Post("""{"model":"tiny-jane","messages":[{"role":"user","content":"hi"}],"cocoon":{"tier":"cpu-tee"}}""");

        status.Should().Be(HttpStatusCode.Conflict);
        error.GetProperty("message").GetString().Should().Contain("simulated");
    }

    /// <summary>Money endpoints refuse what is malformed, what is not the caller's and what there is no money for, and say why.</summary>
    [Theory]
    [InlineData("cocoon/v1/admin/settlement/0/settle", "", 401, "invalid_admin_key")]
    [InlineData("cocoon/v1/channel/withdrawals", "{}", 400, "withdrawal_malformed")]
    [InlineData("cocoon/v1/channel/withdrawals", """{"amount_nano":-5}""", 400, "withdrawal_malformed")]
    [InlineData("cocoon/v1/channel/withdrawals", """{"amount_nano":900000000000}""", 402, "insufficient_balance")]
    [InlineData("cocoon/v1/channel/close", """{"amount_nano":1,"signature":"00"}""", 400, "close_malformed")]
    [InlineData("cocoon/v1/account/keys", """{"name":""}""", 400, "key_malformed")]
    [InlineData("cocoon/v1/account/keys/nothing/revoke", "", 404, "key_not_found")]
    public async Task Money_endpoints_say_what_is_wrong(string path, string body, int status, string code)
    {
        var (actual, error) = await Post(body, path: path);

        ((int)actual, error.GetProperty("code").GetString()).Should().Be((status, code));
        error.GetProperty("message").GetString().Should().NotBeNullOrEmpty();
    }

    private async Task<(HttpStatusCode Status, JsonElement Error)> Post(string body, bool withKey = true, string? channel = null, string? idempotencyKey = null, string path = "v1/chat/completions")
    {
        using var http = new HttpClient();
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(fixture.Market.Node.Address, path));
        request.Content = new StringContent(body, Encoding.UTF8, "application/json");
        if (withKey) request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", fixture.Market.Node.ApiKey.Reveal());
        if (channel is not null) request.Headers.Add("x-cocoon-channel", channel);
        if (idempotencyKey is not null) request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var response = await http.SendAsync(request);
        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return (response.StatusCode, json.RootElement.TryGetProperty("error", out var error) ? error.Clone() : default);
    }
}
