using System.Net;
using System.Text.Json;
using Cocoon.Core.Jobs;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;

namespace Cocoon.Gateway.Tests.Chat;

public sealed class CompletionTests
{
    private const string Good = """{"model":"model","max_completion_tokens":7,"messages":[{"role":"user","content":"Say hello"}]}""";

    [Fact]
    public async Task An_answer_has_openai_s_fields_and_ours_under_one_key()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await gateway.Chat(Good);

        using var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        var root = json.RootElement;
        root.GetProperty("object").GetString().Should().Be("chat.completion");
        root.GetProperty("choices")[0].GetProperty("message").GetProperty("content").GetString().Should().Be("Hello there");
        root.GetProperty("usage").GetProperty("total_tokens").GetInt32().Should().Be(12);
        var market = root.GetProperty("cocoon");
        market.GetProperty("tier").GetString().Should().Be("simulated");
        market.GetProperty("charge_nano").GetInt64().Should().Be(32);
        market.GetProperty("voucher").GetString().Should().Be("yours to sign");
        market.GetProperty("receipt").Deserialize<SignedReceipt>(ReceiptJson.Options).Should().Be(FakeMarket.Receipt());
    }

    [Fact]
    public async Task A_job_is_bounded_by_the_request_and_tagged_without_its_words()
    {
        var market = new FakeMarket();
        await using var gateway = await GatewayHost.Start(market);

        using var first = await gateway.Chat(Good, change: request => request.Headers.Add("Idempotency-Key", "k"));
        using var second = await gateway.Chat(Good, change: request => request.Headers.Add("Idempotency-Key", "k"));

        market.Started.Should().HaveCount(2);
        market.Started[0].MaxCompletionTokens.Should().Be(7);
        market.Started[0].MaxPromptTokens.Should().Be("Say hello".Length + 16 + 16, "without a tokenizer the bound is bytes and an allowance for the template");
        market.Started[1].RequestTag.Should().Be(market.Started[0].RequestTag);
    }

    [Fact]
    public async Task Receipts_are_shown_to_their_owner_only()
    {
        var spec = new JobSpec(FakeMarket.Client, FakeMarket.Channel, "model", 1, 1, null, default, FakeMarket.Start, FakeMarket.Bytes(1));
        var market = new FakeMarket { JobState = new JobState { Status = JobStatus.Receipted, Spec = spec, Receipt = FakeMarket.Receipt() } };
        await using var gateway = await GatewayHost.Start(market);

        using var mine = await gateway.Get($"/cocoon/v1/receipts/{FakeMarket.Job}");
        market.JobState = market.JobState with { Spec = spec with { Client = FakeMarket.Address(9) } };
        using var another = await gateway.Get($"/cocoon/v1/receipts/{FakeMarket.Job}");
        using var nonsense = await gateway.Get("/cocoon/v1/receipts/nonsense");

        mine.StatusCode.Should().Be(HttpStatusCode.OK);
        another.StatusCode.Should().Be(HttpStatusCode.NotFound);
        nonsense.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Models_are_listed_with_price_context_tier_and_what_providers_measured()
    {
        var offer = FakeMarket.Offer();
        var profile = new ModelProfile(FakeMarket.Start, 12.34, 20, 5, 7, RateAt1: 200, RateAt8: 900, RateAt32: 0);
        await using var gateway = await GatewayHost.Start(new FakeMarket { Offers = [offer with { Offer = offer.Offer with { Profile = profile } }] });

        using var list = JsonDocument.Parse(await (await gateway.Get("/v1/models")).Content.ReadAsStringAsync());
        using var missing = await gateway.Get("/v1/models/none");

        var model = list.RootElement.GetProperty("data")[0];
        model.GetProperty("id").GetString().Should().Be("model");
        model.GetProperty("cocoon").GetProperty("context_length").GetInt32().Should().Be(1_000);
        model.GetProperty("cocoon").GetProperty("tiers")[0].GetString().Should().Be("simulated");
        var measured = model.GetProperty("cocoon").GetProperty("provider_profile");
        measured.GetProperty("first_token_ms_p50").GetDouble().Should().Be(12.3);
        measured.GetProperty("tokens_per_second_at_8").GetDouble().Should().Be(900);
        measured.TryGetProperty("tokens_per_second_at_32", out _).Should().BeFalse("it was not measured");
        missing.StatusCode.Should().Be(HttpStatusCode.NotFound);
    }
}
