using System.Net;
using System.Runtime.CompilerServices;
using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Core.Market;
using Cocoon.Grains.Routing;
using Cocoon.Gateway.Tests.Responses;
using Microsoft.Extensions.DependencyInjection;

namespace Cocoon.Gateway.Tests.Routing;

/// <summary>A hedge under an Idempotency-Key: two jobs, one answer, and a retry that finds it and costs nothing.</summary>
public sealed class KeyedHedgeTests : IAsyncLifetime
{
    private const string Key = "k";
    private const string Request = """{"model":"model","messages":[{"role":"user","content":"hi"}],"cocoon":{"hedge":true}}""";

    private static readonly JobId First = FakeKeyJobs.IdOf(Key, 0);
    private static readonly JobId Second = FakeKeyJobs.IdOf(Key, 1);

    private readonly FakeMarket _market = new();
    private readonly TaskCompletionSource _letGo = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _firstBegins = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FakeKeyJobs _jobs = null!;
    private FakeAnswers _answers = null!;
    private GatewayHost _gateway = null!;
    private int _runs;

    public async Task InitializeAsync()
    {
        // The fake market leases the first one's slots only, so that the other has to come second.
        _market.Offers = [FakeMarket.Offer(), FakeMarket.Offer() with { Provider = FakeMarket.Address(77), InUse = 1 }];
        _jobs = FakeKeyJobs.Of(_market, Key, 3);
        _answers = FakeAnswers.Of(_market);
        _gateway = await GatewayHost.Start(_market);
        var book = _gateway.Services.GetRequiredService<RouteBook>();
        for (var answers = 0; answers < LatencyHistogram.LeastCount; answers++) book.Began("model", TimeSpan.FromMilliseconds(5));
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Fact]
    public async Task A_retry_finds_the_second_s_answer_and_receipt_and_opens_nothing()
    {
        var bytes = await HedgedAsync();
        _jobs.States[0].Failure!.Code.Should().Be(RefusalCode.EvidenceRefused, "it had not begun and was given back");

        using var again = await SendAsync();

        again.StatusCode.Should().Be(HttpStatusCode.OK);
        again.Headers.GetValues("x-cocoon-replayed").Should().Equal("true");
        var told = await again.Content.ReadAsStringAsync();
        told.Should().Be(bytes).And.Contain("Hello there").And.Contain(Second.ToString()).And.NotContain(First.ToString());
        (_jobs.Leased.Count, _market.Requests.Count).Should().Be((2, 2));
    }

    [Fact]
    public async Task A_retry_finds_the_first_s_answer_when_that_came_before_the_second_s()
    {
        _market.Run = hangUp => Interlocked.Increment(ref _runs) == 1 ? AfterTheSecond(hangUp) : Never(hangUp);
        using var first = await SendAsync();
        var bytes = await first.Content.ReadAsStringAsync();
        bytes.Should().Contain(First.ToString());
        await _letGo.Task.WaitAsync(TimeSpan.FromSeconds(30));
        _jobs.Charge(0, FakeKeyJobs.ReceiptOf(First, FakeMarket.Start));

        using var again = await SendAsync();

        (await again.Content.ReadAsStringAsync()).Should().Be(bytes);
        _jobs.Leased.Should().Equal(0, 1);
    }

    [Theory]
    [InlineData(RefusalCode.EvidenceRefused)]
    [InlineData(RefusalCode.None)]
    public async Task Once_the_answer_is_forgotten_a_retry_is_told_of_the_winner_s_receipt(RefusalCode first)
    {
        await HedgedAsync();
        _answers.Kept.Clear();
        _jobs.Fail(0, first);
        _jobs.Charge(1, FakeKeyJobs.ReceiptOf(Second, FakeMarket.Start.AddMinutes(-20)));

        using var again = await SendAsync();

        (await RefusedAsync(again, "answer_gone")).Should().Contain($"/cocoon/v1/receipts/{Second}");
        _jobs.Leased.Should().Equal(0, 1);
    }

    [Theory]
    [InlineData(RefusalCode.EvidenceRefused)]
    [InlineData(RefusalCode.None)]
    public async Task While_the_second_answers_a_retry_is_told_to_come_back(RefusalCode first)
    {
        await HedgedAsync();
        _answers.Kept.Clear();
        _jobs.Fail(0, first);
        _jobs.Begin(1);

        using var again = await SendAsync();

        await RefusedAsync(again, "job_running");
        _jobs.Leased.Should().Equal(0, 1);
    }

    [Fact]
    public async Task What_was_hung_up_on_without_a_hedge_is_told_as_it_failed()
    {
        _jobs.Fail(0, RefusalCode.None);

        using var again = await SendAsync();

        (await again.Content.ReadAsStringAsync()).Should().Contain("Nothing was delivered").And.NotContain("job_running").And.NotContain("answer_gone");
        _jobs.Leased.Should().BeEmpty();
    }

    /// <summary>The first is slow, so that the second answers; what the caller read.</summary>
    private async Task<string> HedgedAsync()
    {
        _market.Run = hangUp => Interlocked.Increment(ref _runs) == 1 ? Never(hangUp) : Answer();
        using var answer = await SendAsync();
        var bytes = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.Should().Be(HttpStatusCode.OK, bytes);
        await _letGo.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await EventuallyAsync(() => _jobs.States[0].Status == JobStatus.Failed);
        _jobs.Charge(1, FakeKeyJobs.ReceiptOf(Second, FakeMarket.Start));
        return bytes;
    }

    private Task<HttpResponseMessage> SendAsync() => _gateway.Post("/v1/chat/completions", Request, change: static request => request.Headers.Add("Idempotency-Key", Key));

    private static async Task<string> RefusedAsync(HttpResponseMessage response, string code)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(HttpStatusCode.Conflict, body);
        body.Should().Contain($"\"code\":\"{code}\"");
        return body;
    }

    private static async IAsyncEnumerable<FakeChunk> Answer()
    {
        await foreach (var chunk in FakeMarket.Say(FakeMarket.Token(7, "Hello"), FakeMarket.Token(8, " there"), FakeMarket.EndOf(Second))) yield return chunk;
    }

    /// <summary>Begins once the second was asked, and before it.</summary>
    private async IAsyncEnumerable<FakeChunk> AfterTheSecond([EnumeratorCancellation] CancellationToken hangUp)
    {
        await _firstBegins.Task.WaitAsync(hangUp);
        await foreach (var chunk in FakeMarket.Say(FakeMarket.Token(7, "Hello"), FakeMarket.Token(8, " there"), FakeMarket.EndOf(First))) yield return chunk;
    }

    private async IAsyncEnumerable<FakeChunk> Never([EnumeratorCancellation] CancellationToken hangUp)
    {
        if (_runs > 1) _firstBegins.SetResult();
        try
        {
            await Task.Delay(Timeout.Infinite, hangUp);
        }
        finally
        {
            _letGo.SetResult();
        }
        yield break;
    }

    private static async Task EventuallyAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!condition()) await again.WaitForNextTickAsync(patience.Token);
    }
}
