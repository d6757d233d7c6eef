using System.Collections.Immutable;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Jobs;
using Cocoon.Core.Money;
using Cocoon.Core.Trust;
using NSubstitute;

namespace Cocoon.Gateway.Tests.Keys;

/// <summary>What a key with limits may do, and what the gateway tells its account.</summary>
public sealed class KeyLimitTests
{
    private const string Good = """{"model":"model","max_tokens":10,"messages":[{"role":"user","content":"Say hello"}]}""";
    private static readonly KeyScope Metered = new() { DailySpend = new Nano(1_000), RequestsPerMinute = 60 };

    private readonly FakeMarket _market = new();
    private readonly List<(AdmitRequest Request, int JobsStarted)> _admitted = [];
    private Admission _admission = new(null, null, new RateState(60, 59, TimeSpan.FromMilliseconds(12)), new RateState(9_000, 8_000, TimeSpan.FromSeconds(366.5)));

    public KeyLimitTests() => _market.Account.Admit(FakeMarket.Key.SecretHash, Arg.Any<AdmitRequest>()).Returns(call =>
    {
        _admitted.Add((call.Arg<AdmitRequest>(), _market.Started.Count));
        return Task.FromResult(_admission);
    });

    [Fact]
    public async Task A_key_without_limits_costs_no_call()
    {
        await using var gateway = await GatewayHost.Start(_market);
        (await gateway.Chat(Good)).EnsureSuccessStatusCode();
        _market.Scope = new KeyScope { Models = ["model"], LeastTier = Tier.Simulated };
        (await gateway.Chat(Good)).EnsureSuccessStatusCode();
        _admitted.Should().BeEmpty("these limits are seen from the request alone");
        await _market.Account.DidNotReceiveWithAnyArgs().Settle(default!, default, default);
    }

    [Fact]
    public async Task What_a_job_can_cost_is_set_aside_before_it_opens_and_settled_when_it_has_ended()
    {
        _market.Scope = Metered;
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = (await gateway.Chat(Good)).EnsureSuccessStatusCode();
        await answer.Content.ReadAsStringAsync();

        var ((request, started), spec) = (_admitted.Single(), _market.Started.Single());
        started.Should().Be(0, "the job opens after that");
        request.MaxCost.Should().Be(FakeMarket.Lease.Prices.MaxCharge(spec.MaxPromptTokens, spec.MaxCompletionTokens), "that is what its hold will be");
        (request.Tokens, request.Deadline).Should().Be((spec.MaxPromptTokens + spec.MaxCompletionTokens, spec.Deadline));
        await _market.Account.Received(1).Settle(FakeMarket.Key.Id, FakeMarket.Job, new Nano(32));
        Header(answer, "x-ratelimit-limit-requests").Should().Be("60");
        Header(answer, "x-ratelimit-remaining-requests").Should().Be("59");
        Header(answer, "x-ratelimit-reset-requests").Should().Be("12ms");
        Header(answer, "x-ratelimit-reset-tokens").Should().Be("6m6.5s");
    }

    [Theory]
    [InlineData(RefusalCode.RateLimited, 6.0, "rate_limit_exceeded", "6", null)]
    [InlineData(RefusalCode.RateLimited, null, "rate_limit_exceeded", null, "false")]
    [InlineData(RefusalCode.BudgetExhausted, null, "insufficient_quota", "43200", "false")]
    public async Task What_passes_a_limit_gets_429_and_opens_no_job(RefusalCode refusal, double? wait, string code, string? retryAfter, string? shouldRetry)
    {
        _market.Scope = Metered;
        _admission = _admission with { Refusal = new Refusal(refusal, "No."), RetryAfter = wait is { } seconds ? TimeSpan.FromSeconds(seconds) : null };
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = await gateway.Chat(Good);

        ((int)answer.StatusCode, await Code(answer)).Should().Be((429, code));
        (Header(answer, "Retry-After"), Header(answer, "x-should-retry")).Should().Be((retryAfter, shouldRetry));
        Header(answer, "x-ratelimit-remaining-requests").Should().Be("59");
        _market.Started.Should().BeEmpty();
    }

    [Fact]
    public async Task A_job_that_did_not_open_gives_back_what_was_set_aside()
    {
        _market.Scope = Metered;
        _market.StartRefusal = new Refusal(RefusalCode.TooManyHolds, "Too many jobs at once.");
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = await gateway.Chat(Good);
        await _market.Account.Received(1).Settle(FakeMarket.Key.Id, _admitted.Single().Request.Job, Nano.Zero);

        // Under an idempotency key the job may be another request's, so nobody but the job knows what it came to.
        using var keyed = await gateway.Chat(Good, change: request => request.Headers.Add("Idempotency-Key", "one"));
        await _market.Account.Received(1).Settle(FakeMarket.Key.Id, _admitted[1].Request.Job, null);
    }

    [Fact]
    public async Task A_retry_of_what_was_answered_before_is_not_counted_again()
    {
        _market.Scope = Metered;
        _market.JobState = FakeMarket.Leased() with { Status = JobStatus.Receipted, Receipt = FakeMarket.Receipt() };
        _market.StartRefusal = new Refusal(RefusalCode.JobEnded, "Answered before.");
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = await gateway.Chat(Good, change: request => request.Headers.Add("Idempotency-Key", "one"));

        ((int)answer.StatusCode, _admitted.Count).Should().Be((409, 0));
        await _market.Account.DidNotReceiveWithAnyArgs().Settle(default!, default, default);
    }

    [Theory]
    [InlineData("other", null, "model_not_allowed")]
    [InlineData("model", "open", "tier_not_allowed")]
    public async Task A_model_or_tier_that_a_key_may_not_use_is_refused(string allowed, string? tier, string code)
    {
        _market.Scope = new KeyScope { Models = [allowed], LeastTier = Tier.CpuTee };
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = await gateway.Chat(tier is null ? Good : Good.Replace("\"model\":", $$"""
            "cocoon":{"tier":"{{tier}}"},"model":
            """, StringComparison.Ordinal));
        ((int)answer.StatusCode, await Code(answer)).Should().Be((403, code));
    }

    [Fact]
    public async Task A_key_s_least_tier_is_asked_of_the_market()
    {
        _market.Scope = new KeyScope { LeastTier = Tier.CpuTee };
        _market.Offers = [FakeMarket.Offer(Tier.CcGpu)];
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = await gateway.Chat(Good);
        _market.Started.Single().LeastTier.Should().Be(Tier.CpuTee);
    }

    [Theory]
    [InlineData("https://app.example", 200)]
    [InlineData("https://evil.example", 403)]
    [InlineData(null, 403)]
    public async Task A_key_of_a_web_page_works_from_there_only(string? origin, int status)
    {
        _market.Scope = new KeyScope { Origins = ["https://app.example"] };
        await using var gateway = await GatewayHost.Start(_market);
        using var answer = await gateway.Chat(Good, change: request => { if (origin is not null) request.Headers.Add("Origin", origin); });
        ((int)answer.StatusCode).Should().Be(status);
    }

    [Fact]
    public async Task A_key_with_limits_manages_no_keys_and_no_channel()
    {
        _market.Scope = Metered;
        await using var gateway = await GatewayHost.Start(_market);
        foreach (var path in (string[])["/cocoon/v1/account/keys", "/cocoon/v1/account/channels", "/cocoon/v1/channel/drain", "/cocoon/v1/channel/withdrawals"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new StringContent("{}", null, "application/json") };
            request.Headers.Authorization = new("Bearer", FakeMarket.Key.Reveal());
            using var answer = await gateway.Http.SendAsync(request);
            ((int)answer.StatusCode, await Code(answer)).Should().Be((403, "key_not_allowed"), "{0}", path);
        }
        await _market.Account.DidNotReceiveWithAnyArgs().CreateKey(default!, default!, default, default);
    }

    [Fact]
    public async Task Keys_are_made_listed_rotated_and_limited_and_shown_once()
    {
        _market.Account.KeyViews().Returns(_ => Task.FromResult<ImmutableList<KeyView>>([View(_made ?? "listed"), View("listed")]));
        _market.Account.Keys().Returns(_ => Task.FromResult<ImmutableList<ApiKeyRecord>>([new("listed", "n", FakeMarket.Bytes(1), FakeMarket.Start, null)]));
        _market.Account.CreateKey(Arg.Do<string>(id => _made = id), "app", Arg.Any<HexBytes>(), Arg.Any<KeyScope?>()).Returns(Task.CompletedTask);
        await using var gateway = await GatewayHost.Start(_market);

        var made = await Send(gateway, "POST", "keys", """{"name":"app","scope":{"models":["model"],"daily_spend_nano":5,"origins":["https://app.example"]}}""");
        ApiKey.TryParse(made.GetProperty("key").GetString(), out var key).Should().BeTrue();
        await _market.Account.Received(1).CreateKey(key.Id, "app", key.SecretHash, Arg.Is<KeyScope>(scope => scope.DailySpend == new Nano(5) && scope.Models!.Single() == "model"));
        var rotated = await Send(gateway, "POST", "keys/listed/rotate", """{"grace_seconds":60}""");
        ApiKey.TryParse(rotated.GetProperty("key").GetString(), out var next).Should().BeTrue();
        await _market.Account.Received(1).RotateKey("listed", next.SecretHash, TimeSpan.FromMinutes(1));
        await Send(gateway, "PUT", "keys/listed/scope", """{"scope":null}""");
        await _market.Account.Received(1).SetScope("listed", null);
        var listed = await Send(gateway, "GET", "keys", null);
        listed.GetProperty("data").EnumerateArray().Should().OnlyContain(entry => entry.GetProperty("key").ValueKind == JsonValueKind.Null);

        foreach (var bad in (string[])["""{"name":"app","scope":{"daily_spend":5}}""", """{"name":"app","scope":{"requests_per_minute":0}}""", """{"name":"app","scope":{"origins":["x"]}}"""])
            (await Send(gateway, "POST", "keys", bad)).GetProperty("error").GetProperty("code").GetString().Should().Be("key_malformed");
    }

    private string? _made;

    private static KeyView View(string id) => new(id, "app", FakeMarket.Start, null, null, null, null, null);

    private static async Task<JsonElement> Send(GatewayHost gateway, string method, string path, string? body)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/cocoon/v1/account/{path}");
        if (body is not null) request.Content = new StringContent(body, null, "application/json");
        request.Headers.Authorization = new("Bearer", FakeMarket.Key.Reveal());
        using var answer = await gateway.Http.SendAsync(request);
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    private static string? Header(HttpResponseMessage answer, string name) => answer.Headers.TryGetValues(name, out var values) ? values.Single() : null;

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement.GetProperty("error").GetProperty("code").GetString();
}
