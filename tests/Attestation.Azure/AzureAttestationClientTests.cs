using System.Buffers.Text;
using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace Cocoon.Attestation.Azure.Tests;

public sealed class AzureAttestationClientTests : IAsyncLifetime
{
    private const string Token = "e30.e30.AA";
    private readonly RecordedDelays _time = new();
    private readonly AzureAttestationOptions _options = new() { MaxAttempts = 3 };
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false });
    private FakeAzureAttestation _fake = null!;
    private AzureAttestationClient _client = null!;

    public async Task InitializeAsync()
    {
        _fake = await FakeAzureAttestation.StartAsync();
        _options.Endpoint = _fake.Endpoint;
        _client = new AzureAttestationClient(new AzureTransport(_http, _options, _time, () => 0.5), _options);
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _fake.DisposeAsync();
    }

    [Fact]
    public async Task A_TDX_quote_is_sent_as_the_API_wants_it_and_the_token_comes_back()
    {
        _fake.Answer($$"""{"token":"{{Token}}"}""");

        (await _client.AttestTdxAsync(new byte[] { 0xFB, 0xFF }, new AzureRuntimeData("{}"u8.ToArray(), IsJson: true), default)).Should().Be(Token);

        var request = _fake.Requests.Should().ContainSingle().Which;
        (request.Method, request.Path, request.Authorization).Should().Be(("POST", "/attest/TdxVm?api-version=2025-06-01", null));
        request.Body.Should().Be("""{"quote":"-_8","runtimeData":{"data":"e30","dataType":"JSON"}}""");
    }

    [Fact]
    public async Task A_SEV_SNP_report_goes_with_its_certificates()
    {
        _fake.Answer($$"""{"token":"{{Token}}"}""");

        (await _client.AttestSevSnpAsync(new byte[] { 1 }, "PEM"u8.ToArray(), new AzureRuntimeData(new byte[] { 2 }, IsJson: false), default)).Should().Be(Token);

        var request = _fake.Requests.Should().ContainSingle().Which;
        request.Path.Should().Be("/attest/SevSnpVm?api-version=2025-06-01");
        var body = JsonNode.Parse(request.Body)!;
        Encoding.UTF8.GetString(Base64Url.DecodeFromChars(body["report"]!.GetValue<string>())).Should().Be("""{"SnpReport":"AQ","VcekCertChain":"UEVN"}""");
        body["runtimeData"]!.ToJsonString().Should().Be("""{"data":"Ag","dataType":"Binary"}""");
    }

    [Fact]
    public async Task A_guest_is_attested_with_an_access_token_where_there_is_one()
    {
        _options.AccessToken = _ => ValueTask.FromResult("secret");
        _fake.Answer($$"""{"token":"{{Token}}"}""");

        (await _client.AttestGuestAsync("{}"u8.ToArray(), default)).Should().Be(Token);

        var request = _fake.Requests.Should().ContainSingle().Which;
        (request.Path, request.Body, request.Authorization).Should().Be(("/attest/AzureGuest?api-version=2025-06-01", """{"attestationInfo":"e30"}""", "Bearer secret"));
    }

    [Fact]
    public async Task The_configuration_must_name_this_instance()
    {
        _fake.Answer($$"""{"response_types_supported":["token"],"issuer":"{{_fake.Origin}}","jwks_uri":"{{_fake.Origin}}/certs"}""");
        (await _client.GetConfigurationAsync(default)).Should().Be(new AzureConfiguration(_fake.Origin, $"{_fake.Origin}/certs"));

        foreach (var (issuer, keys) in new[] { ("https://other.example", $"{_fake.Origin}/certs"), (_fake.Origin, "https://other.example/certs") })
        {
            _fake.Answer($$"""{"issuer":"{{issuer}}","jwks_uri":"{{keys}}"}""");
            await _client.Awaiting(client => client.GetConfigurationAsync(default)).Should().ThrowAsync<AzureAttestationException>().WithMessage("*other.example*Endpoint*");
        }
    }

    [Theory]
    [InlineData(HttpStatusCode.RequestTimeout)]
    [InlineData(HttpStatusCode.TooManyRequests)]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task What_may_pass_is_tried_again_after_growing_waits(HttpStatusCode status)
    {
        _fake.Answer("", status);
        _fake.Hang();
        _fake.Answer($$"""{"token":"{{Token}}"}""");

        (await _client.AttestTdxAsync(new byte[1], null, default)).Should().Be(Token);

        _time.Waited.Should().Equal(TimeSpan.FromMilliseconds(150), TimeSpan.FromMilliseconds(300));
    }

    [Fact]
    public async Task The_service_may_ask_for_longer_but_not_for_ever()
    {
        _fake.Answer("", HttpStatusCode.TooManyRequests, retryAfter: "2");
        _fake.Answer("", HttpStatusCode.TooManyRequests, retryAfter: "86400");
        _fake.Answer($$"""{"token":"{{Token}}"}""");

        await _client.AttestTdxAsync(new byte[1], null, default);

        _time.Waited.Should().Equal(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task After_the_last_attempt_the_last_answer_is_the_reason()
    {
        for (var attempt = 0; attempt < 4; attempt++) _fake.Answer("""{"error":{"code":"ServerBusy","message":"secret evidence"}}""", HttpStatusCode.ServiceUnavailable);

        var thrown = (await _client.Awaiting(client => client.AttestTdxAsync(new byte[1], null, default)).Should().ThrowAsync<AzureAttestationException>()).Which;

        (thrown.Status, _fake.Requests.Count).Should().Be((HttpStatusCode.ServiceUnavailable, 3));
        thrown.Message.Should().Contain("ServerBusy").And.NotContain("secret");
    }

    [Theory]
    [InlineData(HttpStatusCode.BadRequest, "*policy*")]
    [InlineData(HttpStatusCode.Unauthorized, "*AccessToken*")]
    [InlineData(HttpStatusCode.NotFound, "*ApiVersion*")]
    public async Task A_refusal_is_not_tried_again_and_says_what_to_do(HttpStatusCode status, string message)
    {
        _fake.Answer("""{"error":{"code":"InvalidParameter"}}""", status);

        await _client.Awaiting(client => client.AttestTdxAsync(new byte[1], null, default)).Should().ThrowAsync<AzureAttestationException>().WithMessage(message);

        _fake.Requests.Should().ContainSingle();
    }

    [Fact]
    public async Task A_redirect_is_not_followed()
    {
        _fake.Answer("", HttpStatusCode.Redirect, location: "/other");

        await _client.Awaiting(client => client.GetKeysAsync(default)).Should().ThrowAsync<AzureAttestationException>();

        _fake.Requests.Should().ContainSingle();
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"token":7}""")]
    [InlineData("""{"token":""}""")]
    [InlineData("""{"token":"a","token":"b"}""")]
    public async Task An_answer_without_a_token_is_an_error(string body)
    {
        _fake.Answer(body);

        await _client.Awaiting(client => client.AttestTdxAsync(new byte[1], null, default)).Should().ThrowAsync<AzureAttestationException>().WithMessage("attest/TdxVm*");
    }

    [Fact]
    public async Task An_endless_answer_is_not_read_to_its_end()
    {
        _fake.Answer(new string('x', AzureTransport.MaxAnswerBytes + 1));

        await _client.Awaiting(client => client.GetKeysAsync(default)).Should().ThrowAsync<AzureAttestationException>().WithMessage("*longer*");
    }

    [Fact]
    public async Task A_request_that_stalls_is_given_up_and_tried_again()
    {
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fake.Stall(asked);
        _fake.Answer($$"""{"token":"{{Token}}"}""");
        var call = _client.AttestTdxAsync(new byte[1], null, default);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        _time.PassLimits();

        (await call).Should().Be(Token);
    }

    [Fact]
    public async Task Cancellation_ends_the_call_as_such()
    {
        using var cancellation = new CancellationTokenSource();
        var asked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _fake.Stall(asked);
        var call = _client.AttestTdxAsync(new byte[1], null, cancellation.Token);
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(30));

        await cancellation.CancelAsync();

        await call.Awaiting(task => task).Should().ThrowAsync<OperationCanceledException>();
    }
}
