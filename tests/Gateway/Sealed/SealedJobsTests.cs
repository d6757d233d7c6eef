using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Cocoon.Attestation.Evidence;
using Cocoon.Core.Accounts;
using Cocoon.Core.Crypto;
using Cocoon.Core.Providers;
using Cocoon.Core.Receipts;
using Cocoon.Sealing;

namespace Cocoon.Gateway.Tests.Sealed;

/// <summary>Prompts that the gateway seals, and prompts that it never sees.</summary>
public sealed class SealedJobsTests
{
    private const string Chat = """{"model":"model","messages":[{"role":"user","content":"Say hello"}]}""";

    [Fact]
    public async Task What_the_gateway_sends_on_can_be_read_by_the_enclave_alone()
    {
        var market = new FakeMarket();
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Chat);

        response.StatusCode.Should().Be(HttpStatusCode.OK);
        Encoding.Latin1.GetString(market.Requests.Should().ContainSingle().Subject).Should().NotContain("Say hello");
    }

    [Fact]
    public async Task Nothing_is_sent_to_a_machine_whose_evidence_is_of_somebody_else()
    {
        var bundle = EvidenceBundle.TryDecode(new FakeMarket().Evidence)!;
        var other = SimulatedEvidence.Create(new ReportBinding(bundle.Claims, -217, AccountAddress.From(0, new byte[32])));
        var market = new FakeMarket { Evidence = (bundle with { Cpu = other }).Encode() };
        await using var gateway = await GatewayHost.Start(market);

        using var response = await gateway.Chat(Chat);

        response.StatusCode.Should().Be(HttpStatusCode.BadGateway);
        (await response.Content.ReadAsStringAsync()).Should().Contain("provider_not_trusted").And.Contain("ReportDataMismatch");
        market.Requests.Should().BeEmpty();
        market.GivenBack.Should().Be(1, "the hold ends at once");
    }

    [Fact]
    public async Task A_client_seals_by_itself_and_the_gateway_passes_on_what_it_cannot_read()
    {
        var market = new FakeMarket { JobState = FakeMarket.Leased() };
        await using var gateway = await GatewayHost.Start(market);

        using var opened = await Send(gateway, "/cocoon/v1/jobs", new StringContent("""{"model":"model","max_prompt_tokens":20,"max_tokens":10,"tier":null,"challenge":null}""", Encoding.UTF8, "application/json"));
        opened.StatusCode.Should().Be(HttpStatusCode.Created);
        using var started = JsonDocument.Parse(await opened.Content.ReadAsStringAsync());
        var lease = started.RootElement.GetProperty("lease").Deserialize<Lease>(ReceiptJson.Strict)!;
        lease.Should().Be(FakeMarket.Lease);
        market.Started.Should().ContainSingle().Which.Should().Match<Core.Jobs.JobSpec>(spec => spec.MaxPromptTokens == 20 && spec.MaxCompletionTokens == 10);
        EvidenceBundle.TryDecode(started.RootElement.GetProperty("evidence").GetBytesFromBase64()).Should().NotBeNull();

        SealedRequest.TrySeal(lease.Appraisal.SealingKey, SealingTerms.Of(lease, -217), Encoding.UTF8.GetBytes(Chat), new SystemEntropy(), out var message, out var answer, out _).Should().BeTrue();
        using var run = await Send(gateway, $"/cocoon/v1/jobs/{FakeMarket.Job}/run", Sealed(message!));

        var events = (await run.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events.Should().HaveCount(4).And.NotContain(data => data.Contains("Hello"));
        events[^1].Should().Be("data: [DONE]");
        string.Concat(events[..2].Select(data => Open(answer!, data).Text)).Should().Be("Hello there");
        using var last = JsonDocument.Parse(events[2]["data: ".Length..]);
        answer!.TryOpen(last.RootElement.GetProperty("sealed").GetBytesFromBase64(), out var salt, out _).Should().BeTrue();
        salt.Should().Equal(new byte[32]);
        last.RootElement.GetProperty("outcome").GetProperty("receipt").Deserialize<SignedReceipt>(ReceiptJson.Strict).Should().Be(FakeMarket.Receipt());
    }

    [Fact]
    public async Task Another_s_job_looks_like_none_and_one_s_own_can_be_given_back()
    {
        var market = new FakeMarket { JobState = FakeMarket.Leased(FakeMarket.Address(99)) };
        await using var gateway = await GatewayHost.Start(market);

        using var run = await Send(gateway, $"/cocoon/v1/jobs/{FakeMarket.Job}/run", Sealed([1]));
        run.StatusCode.Should().Be(HttpStatusCode.NotFound);
        using var taken = await Send(gateway, $"/cocoon/v1/jobs/{FakeMarket.Job}", null, HttpMethod.Delete);
        taken.StatusCode.Should().Be(HttpStatusCode.NotFound);

        market.JobState = FakeMarket.Leased();
        using var given = await Send(gateway, $"/cocoon/v1/jobs/{FakeMarket.Job}", null, HttpMethod.Delete);
        given.StatusCode.Should().Be(HttpStatusCode.NoContent);
        market.GivenBack.Should().Be(1);
    }

    [Theory]
    [InlineData("""{"model":"model"}""")]
    [InlineData("""{"model":"model","max_prompt_tokens":0}""")]
    [InlineData("""{"model":"model","max_prompt_tokens":1,"max_tokens":-1}""")]
    [InlineData("""{"max_prompt_tokens":1}""")]
    [InlineData("""{"model":"model","max_prompt_tokens":1,"challenge":"00"}""")]
    [InlineData("[]")]
    [InlineData("oops")]
    public async Task A_job_that_says_too_little_is_told_what_to_say(string body)
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await Send(gateway, "/cocoon/v1/jobs", new StringContent(body, Encoding.UTF8, "application/json"));

        response.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await response.Content.ReadAsStringAsync()).Should().Contain("max_prompt_tokens");
    }

    [Fact]
    public async Task A_sealed_request_of_the_wrong_type_is_told_the_right_one()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket { JobState = FakeMarket.Leased() });

        using var response = await Send(gateway, $"/cocoon/v1/jobs/{FakeMarket.Job}/run", new StringContent("{}", Encoding.UTF8, "application/json"));

        response.StatusCode.Should().Be(HttpStatusCode.UnsupportedMediaType);
        (await response.Content.ReadAsStringAsync()).Should().Contain("application/octet-stream");
    }

    private static AnswerToken Open(AnswerOpener answer, string data)
    {
        using var json = JsonDocument.Parse(data["data: ".Length..]);
        json.RootElement.GetProperty("tokens").GetInt32().Should().Be(1);
        answer.TryOpen(json.RootElement.GetProperty("sealed").GetBytesFromBase64(), out var chunk, out var failure).Should().BeTrue("{0}", failure);
        AnswerToken.TryDecode(chunk, out var token).Should().BeTrue();
        return token;
    }

    private static ByteArrayContent Sealed(byte[] message) => new(message) { Headers = { ContentType = new MediaTypeHeaderValue("application/octet-stream") } };

    private static Task<HttpResponseMessage> Send(GatewayHost gateway, string path, HttpContent? content, HttpMethod? method = null)
    {
        var request = new HttpRequestMessage(method ?? HttpMethod.Post, path) { Content = content };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", FakeMarket.Key.Reveal());
        return gateway.Http.SendAsync(request);
    }
}
