using System.Net;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Cocoon.Core.Accounts;
using Cocoon.Core.Answers;
using Cocoon.Core.Crypto;

namespace Cocoon.Gateway.Tests.Responses;

public sealed class KeptResponseTests : IAsyncLifetime
{
    private const string First = """{"model":"model","input":[{"role":"user","content":"My secret is Zanzibar"}],"instructions":"Be short."}""";

    private static readonly string Id = $"resp_{FakeMarket.Job}";

    private readonly FakeMarket _market = new();
    private FakeAnswers _answers = null!;
    private GatewayHost _gateway = null!;

    public async Task InitializeAsync()
    {
        _answers = FakeAnswers.Of(_market);
        _gateway = await GatewayHost.Start(_market);
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_response_is_shown_again_to_its_key_alone_and_is_kept_as_ciphertext()
    {
        using var created = await _gateway.Post("/v1/responses", First);
        var first = await created.Content.ReadAsStringAsync();
        using var mine = await _gateway.Get($"/v1/responses/{Id}");

        (await mine.Content.ReadAsStringAsync()).Should().Be(first);
        _answers.Kept.Keys.Should().Equal(Id);
        _answers.Kept[Id].ExpiresAt.Should().Be(FakeMarket.Start.AddHours(1));
        _answers.Bytes.Should().NotContainAny("Zanzibar", "Hello", "response");
        _gateway.Logs.Lines.Should().NotContain(line => line.Contains("Zanzibar") || line.Contains("Hello"));
        (await Status(() => _gateway.Get("/v1/responses/resp_x"))).Should().Be(HttpStatusCode.NotFound);
        (await Status(() => _gateway.Get($"/v1/responses/{Id}?stream=true"))).Should().Be(HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Another_key_of_the_same_account_finds_no_response()
    {
        var other = ApiKey.New(FakeMarket.Client, new SystemEntropy());
        _answers.Keep(Id, FakeMarket.Client, AnswerSeal.Seal(other, Id, "{}"u8, new SystemEntropy()), FakeMarket.Start.AddHours(1));

        (await Status(() => _gateway.Get($"/v1/responses/{Id}"))).Should().Be(HttpStatusCode.NotFound);
        (await Status(() => Delete(Id))).Should().Be(HttpStatusCode.NotFound);
        _answers.Kept.Should().ContainKey(Id);
    }

    [Fact]
    public async Task A_conversation_goes_on_from_a_response()
    {
        using var first = await _gateway.Post("/v1/responses", First);
        using var second = await _gateway.Post("/v1/responses", $$"""{"model":"model","input":"And?","previous_response_id":"{{Id}}"}""");
        using var third = await _gateway.Post("/v1/responses", """{"model":"model","input":"And?","previous_response_id":"resp_01ARZ3NDEKTSV4RRFFQ69G5FAV"}""");
        var items = await Json($"/v1/responses/{Id}/input_items?order=asc");
        var newest = await Json($"/v1/responses/{Id}/input_items?limit=1");

        second.StatusCode.Should().Be(HttpStatusCode.OK);
        items.GetProperty("data").EnumerateArray().Select(item => item.GetProperty("content")[0].GetProperty("text").GetString()).Should().Equal("My secret is Zanzibar", "Hello there", "And?");
        items.GetProperty("has_more").GetBoolean().Should().BeFalse();
        newest.GetProperty("first_id").GetString().Should().Be(items.GetProperty("last_id").GetString());
        newest.GetProperty("has_more").GetBoolean().Should().BeTrue();
        third.StatusCode.Should().Be(HttpStatusCode.BadRequest);
        (await third.Content.ReadAsStringAsync()).Should().Contain("previous_response_not_found");
    }

    [Fact]
    public async Task A_response_is_deleted_and_one_that_is_not_to_be_stored_never_is()
    {
        using var created = await _gateway.Post("/v1/responses", First);
        using var deleted = await Delete(Id);
        using var unstored = await _gateway.Post("/v1/responses", """{"model":"model","input":"Hi","store":false}""");

        (await deleted.Content.ReadAsStringAsync()).Should().Be($$"""{"id":"{{Id}}","object":"response","deleted":true}""");
        (await Status(() => _gateway.Get($"/v1/responses/{Id}"))).Should().Be(HttpStatusCode.NotFound);
        _answers.Kept.Should().BeEmpty();
        _answers.Writes.Should().Be(1);
    }

    [Fact]
    public async Task A_response_that_is_too_large_to_keep_says_so()
    {
        _market.Run = static _ => FakeMarket.Say([.. Enumerable.Repeat(FakeMarket.Token(7, new string('x', 32 * 1024)), 33), FakeMarket.End()]);

        using var created = await _gateway.Post("/v1/responses", First);

        JsonDocument.Parse(await created.Content.ReadAsStringAsync()).RootElement.GetProperty("store").GetBoolean().Should().BeFalse();
        _answers.Kept.Should().BeEmpty();
    }

    [Fact]
    public async Task A_response_in_the_background_goes_on_when_its_request_has_ended()
    {
        var rest = new TaskCompletionSource();
        _market.Run = hangUp => Waiting(rest.Task, hangUp);

        using var created = await _gateway.Post("/v1/responses", """{"model":"model","input":"Hi","background":true}""");
        var before = await Json($"/v1/responses/{Id}");
        rest.SetResult();
        var after = await Eventually($"/v1/responses/{Id}", "completed");

        (await created.Content.ReadAsStringAsync()).Should().Contain("\"status\":\"in_progress\"");
        before.GetProperty("status").GetString().Should().Be("in_progress");
        after.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString().Should().Be("Hello there");
        after.GetProperty("cocoon").GetProperty("charge_nano").GetInt64().Should().Be(32);
    }

    [Fact]
    public async Task A_cancel_stops_the_engine_of_a_response_in_the_background()
    {
        var stopped = new TaskCompletionSource();
        _market.Run = hangUp => Endless(stopped, hangUp);

        using var created = await _gateway.Post("/v1/responses", """{"model":"model","input":"Hi","background":true}""");
        using var cancelled = await _gateway.Post($"/v1/responses/{Id}/cancel", "{}");
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));

        (await cancelled.Content.ReadAsStringAsync()).Should().Contain("\"status\":\"cancelled\"");
        (await Eventually($"/v1/responses/{Id}", "cancelled")).GetProperty("error").ValueKind.Should().Be(JsonValueKind.Null);
    }

    private static async Task<HttpStatusCode> Status(Func<Task<HttpResponseMessage>> send)
    {
        using var response = await send();
        return response.StatusCode;
    }

    private Task<HttpResponseMessage> Delete(string id)
    {
        var request = new HttpRequestMessage(HttpMethod.Delete, $"/v1/responses/{id}");
        request.Headers.Authorization = new("Bearer", FakeMarket.Key.Reveal());
        return _gateway.Http.SendAsync(request);
    }

    private async Task<JsonElement> Json(string path)
    {
        using var response = await _gateway.Get(path);
        return JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
    }

    /// <summary>Asks until the response has this status.</summary>
    private async Task<JsonElement> Eventually(string path, string status)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await again.WaitForNextTickAsync(patience.Token))
            if (await Json(path) is var json && json.GetProperty("status").GetString() == status) return json;
        throw new InvalidOperationException("The timer never ends.");
    }

    private static async IAsyncEnumerable<FakeChunk> Waiting(Task rest, [EnumeratorCancellation] CancellationToken hangUp)
    {
        yield return FakeMarket.Token(7, "Hello");
        await rest.WaitAsync(hangUp);
        yield return FakeMarket.Token(8, " there");
        yield return FakeMarket.End();
    }

    private static async IAsyncEnumerable<FakeChunk> Endless(TaskCompletionSource stopped, [EnumeratorCancellation] CancellationToken hangUp)
    {
        try
        {
            yield return FakeMarket.Token(7, "Hello");
            await Task.Delay(Timeout.Infinite, hangUp);
        }
        finally
        {
            stopped.TrySetResult();
        }
    }
}
