using System.Runtime.CompilerServices;
using System.Text.Json;
using Cocoon.Core;
using Cocoon.Core.Jobs;

namespace Cocoon.Gateway.Tests.Responses;

/// <summary>What becomes of a response in the background whose provider breaks off while nobody is connected.</summary>
public sealed class ContinuedResponseTests : IAsyncLifetime
{
    private const string Request = """{"model":"model","input":"hi","background":true,"temperature":0,"max_output_tokens":9,"cocoon":{"continue":true,"token_ids":true}}""";

    private static readonly JobId Second = JobId.New(FakeMarket.Start, Enumerable.Repeat((byte)7, 10).ToArray());
    private static readonly string Path = $"/v1/responses/resp_{FakeMarket.Job}";

    private readonly FakeMarket _market = new();
    private readonly TaskCompletionSource _death = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private GatewayHost _gateway = null!;

    public async Task InitializeAsync()
    {
        FakeAnswers.Of(_market);
        _market.Offers = [FakeMarket.Offer(), FakeMarket.Offer() with { Provider = FakeMarket.Address(77) }];
        _market.Ids.Enqueue(FakeMarket.Job);
        _market.Ids.Enqueue(Second);
        _gateway = await GatewayHost.Start(_market);
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task Another_provider_goes_on_and_the_response_tells_of_both_jobs()
    {
        Run(Dying, static _ => FakeMarket.Say(FakeMarket.Token(9, " there", Sealing.AnswerFinish.Stop), FakeMarket.End()));

        await Create();
        _death.SetResult();
        var response = await Eventually("completed");

        Text(response).Should().Be("Hello there");
        _market.Bodies[1].Should().Contain("\"max_tokens\":7").And.Contain("\"written\":[7,8]").And.NotContain("continue");
        response.GetProperty("usage").GetProperty("total_tokens").GetInt32().Should().Be(24, "both jobs are paid for");
        var told = response.GetProperty("cocoon");
        told.GetProperty("job_id").GetString().Should().Be(Second.ToString());
        told.GetProperty("token_ids").EnumerateArray().Select(static id => id.GetInt32()).Should().Equal(7, 8, 9);
        told.GetProperty("total_charge_nano").GetInt64().Should().Be(64);
        var before = told.GetProperty("continued").EnumerateArray().Should().ContainSingle().Which;
        (before.GetProperty("job_id").GetString(), before.GetProperty("reason").GetString()).Should().Be((FakeMarket.Job.ToString(), "engine_failed"));
        before.GetProperty("receipt").ValueKind.Should().Be(JsonValueKind.Object);
    }

    [Fact]
    public async Task A_cancel_stops_the_provider_that_goes_on_and_the_response_names_both_jobs()
    {
        var (goesOn, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        Run(Dying, hangUp => Endless(goesOn, stopped, hangUp));

        await Create();
        _death.SetResult();
        await goesOn.Task.WaitAsync(TimeSpan.FromSeconds(10));
        using var cancelled = await _gateway.Post($"{Path}/cancel", "{}");
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var response = await Eventually("cancelled", static response => response.TryGetProperty("cocoon", out _));

        Text(response).Should().Be("Hello there");
        var told = response.GetProperty("cocoon");
        told.GetProperty("job_id").GetString().Should().Be(Second.ToString(), "its receipt says what it cost");
        told.GetProperty("continued").EnumerateArray().Should().ContainSingle().Which.GetProperty("job_id").GetString().Should().Be(FakeMarket.Job.ToString());
    }

    [Fact]
    public async Task A_cancel_before_anybody_went_on_names_the_job_that_broke_off_as_the_last()
    {
        var (goesOn, stopped) = (new TaskCompletionSource(), new TaskCompletionSource());
        Run(Dying, hangUp => Endless(goesOn, stopped, hangUp, isMute: true));

        await Create();
        _death.SetResult();
        await goesOn.Task.WaitAsync(TimeSpan.FromSeconds(10));
        using var cancelled = await _gateway.Post($"{Path}/cancel", "{}");
        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10));
        var response = await Eventually("cancelled", static response => response.TryGetProperty("cocoon", out _));

        Text(response).Should().Be("Hello");
        response.GetProperty("cocoon").GetRawText().Should().Be($$"""{"job_id":"{{FakeMarket.Job}}"}""");
    }

    [Fact]
    public async Task Where_nobody_can_go_on_the_response_has_failed_with_what_was_said()
    {
        _market.Offers = [FakeMarket.Offer()];
        Run(Dying);

        await Create();
        _death.SetResult();
        var response = await Eventually("failed");

        Text(response).Should().Be("Hello");
        response.GetProperty("error").GetProperty("message").GetString().Should().Contain("The engine failed");
        response.GetProperty("cocoon").TryGetProperty("continued", out _).Should().BeFalse();
    }

    private static string? Text(JsonElement response) => response.GetProperty("output")[0].GetProperty("content")[0].GetProperty("text").GetString();

    private void Run(params Func<CancellationToken, IAsyncEnumerable<FakeChunk>>[] answers)
    {
        var asked = -1;
        _market.Run = hangUp => answers[++asked](hangUp);
    }

    /// <summary>The request is over before its provider dies.</summary>
    private async Task Create()
    {
        using var created = await _gateway.Post("/v1/responses", Request);
        (await created.Content.ReadAsStringAsync()).Should().Contain("\"status\":\"in_progress\"");
    }

    private async IAsyncEnumerable<FakeChunk> Dying([EnumeratorCancellation] CancellationToken hangUp)
    {
        yield return FakeMarket.Token(7, "Hel");
        await _death.Task.WaitAsync(hangUp);
        yield return FakeMarket.Token(8, "lo");
        yield return FakeMarket.End(new Refusal(RefusalCode.EngineFailed, "The engine failed. Try again."));
    }

    private static async IAsyncEnumerable<FakeChunk> Endless(TaskCompletionSource goesOn, TaskCompletionSource stopped, [EnumeratorCancellation] CancellationToken hangUp, bool isMute = false)
    {
        try
        {
            if (!isMute) yield return FakeMarket.Token(9, " there");
            goesOn.SetResult();
            await Task.Delay(Timeout.Infinite, hangUp);
        }
        finally
        {
            stopped.TrySetResult();
        }
    }

    /// <summary>Asks until the response has this status, and whatever else is wanted.</summary>
    private async Task<JsonElement> Eventually(string status, Func<JsonElement, bool>? wanted = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (await again.WaitForNextTickAsync(patience.Token))
        {
            using var response = await _gateway.Get(Path);
            var json = JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement;
            if (json.GetProperty("status").GetString() == status && wanted?.Invoke(json) != false) return json;
        }
        throw new InvalidOperationException("The timer never ends.");
    }
}
