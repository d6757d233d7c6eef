using System.Net;
using System.Runtime.CompilerServices;
using Cocoon.Core;
using Cocoon.Core.Jobs;
using Cocoon.Gateway.Tests.Responses;

namespace Cocoon.Gateway.Tests.Replay;

public sealed class ReplayTests : IAsyncLifetime
{
    private const string Hello = """{"model":"model","messages":[{"role":"user","content":"Say hello"}]}""";
    private const string Streaming = """{"model":"model","stream":true,"messages":[{"role":"user","content":"Say hello"}]}""";
    private const string Respond = """{"model":"model","input":"Say hello","stream":true,"store":false}""";

    private static readonly Refusal Ended = new(RefusalCode.JobEnded, "This request was answered before.");

    private readonly FakeMarket _market = new();
    private FakeAnswers _answers = null!;
    private GatewayHost _gateway = null!;

    public async Task InitializeAsync()
    {
        _answers = FakeAnswers.Of(_market);
        _gateway = await GatewayHost.Start(_market);
    }

    public async Task DisposeAsync() => await _gateway.DisposeAsync();

    [Theory]
    [InlineData("/v1/chat/completions", Hello)]
    [InlineData("/v1/chat/completions", Streaming)]
    [InlineData("/v1/completions", """{"model":"model","prompt":"Say"}""")]
    [InlineData("/v1/responses", Respond)]
    public async Task A_retry_gets_the_same_bytes_with_the_same_receipt(string path, string body)
    {
        using var first = await Send(path, body);
        var bytes = await first.Content.ReadAsByteArrayAsync();
        _market.StartRefusal = Ended;
        using var again = await Send(path, body);

        again.StatusCode.Should().Be(HttpStatusCode.OK);
        (await again.Content.ReadAsByteArrayAsync()).Should().Equal(bytes);
        again.Content.Headers.ContentType.Should().Be(first.Content.Headers.ContentType);
        again.Headers.GetValues("x-cocoon-tier").Should().Equal("simulated");
        again.Headers.GetValues("x-cocoon-replayed").Should().Equal("true");
        first.Headers.Contains("x-cocoon-replayed").Should().BeFalse();
        _market.Requests.Should().HaveCount(1, "the engine worked once");
        _answers.Bytes.Should().NotContainAny("Hello", "receipt", "model");
    }

    [Fact]
    public async Task A_request_without_a_key_is_not_remembered()
    {
        using var first = await _gateway.Chat(Hello);

        first.StatusCode.Should().Be(HttpStatusCode.OK);
        _answers.Writes.Should().Be(0);
    }

    [Fact]
    public async Task Another_request_under_the_same_key_is_refused_and_gets_no_answer()
    {
        using var first = await Send("/v1/chat/completions", Hello);
        _market.StartRefusal = new Refusal(RefusalCode.OperationConflict, "This job id is taken by another request.");
        using var other = await Send("/v1/chat/completions", Hello.Replace("hello", "goodbye", StringComparison.Ordinal));

        await Refused(other, "idempotency_conflict", shouldRetry: false);
    }

    [Fact]
    public async Task A_retry_while_the_first_is_being_answered_is_told_to_come_back()
    {
        _market.StartRefusal = new Refusal(RefusalCode.JobNotReady, "This request is being worked on.");
        using var running = await Send("/v1/chat/completions", Hello);
        // Ended a moment ago: the gateway that answered is just about to remember the answer.
        _market.StartRefusal = Ended;
        _market.JobState = Receipted(FakeMarket.Start.AddSeconds(-1));
        using var ending = await Send("/v1/chat/completions", Hello);

        await Refused(running, "job_running", shouldRetry: true);
        await Refused(ending, "job_running", shouldRetry: true);
    }

    [Fact]
    public async Task A_retry_whose_answer_is_gone_is_told_of_the_receipt_and_not_charged()
    {
        _market.StartRefusal = Ended;
        _market.JobState = Receipted(FakeMarket.Start.AddMinutes(-20));

        using var gone = await Send("/v1/chat/completions", Hello);

        var body = await Refused(gone, "answer_gone", shouldRetry: false);
        body.Should().Contain($"/cocoon/v1/receipts/{FakeMarket.Job}");
    }

    [Fact]
    public async Task A_keyed_request_whose_caller_hung_up_is_answered_to_its_end_for_the_retry()
    {
        var (begun, rest) = (new TaskCompletionSource(), new TaskCompletionSource());
        _market.Run = hangUp => Waiting(begun, rest.Task, hangUp);
        using var hangUp = new CancellationTokenSource();
        var first = Send("/v1/chat/completions", Hello, hangUp.Token);
        await begun.Task;
        await hangUp.CancelAsync();
        await first.Invoking(sent => sent).Should().ThrowAsync<OperationCanceledException>();
        rest.SetResult();
        await _answers.First.WaitAsync(TimeSpan.FromSeconds(10));

        _market.StartRefusal = Ended;
        using var again = await Send("/v1/chat/completions", Hello);

        (await again.Content.ReadAsStringAsync()).Should().Contain("Hello there");
    }

    [Fact]
    public async Task A_stream_that_broke_off_is_not_an_answer_to_give_again()
    {
        _market.Run = static _ => FakeMarket.Say(FakeMarket.Token(7, "Hello"), FakeMarket.End(new Refusal(RefusalCode.EngineFailed, "The engine failed.")));

        using var first = await Send("/v1/chat/completions", Streaming);

        (await first.Content.ReadAsStringAsync()).Should().Contain("engine_failed");
        _answers.Kept.Should().BeEmpty();
    }

    private static JobState Receipted(DateTimeOffset endedAt)
    {
        var receipt = FakeMarket.Receipt();
        return new JobState { Status = JobStatus.Receipted, Receipt = receipt with { Receipt = receipt.Receipt with { EndedAt = endedAt } } };
    }

    private Task<HttpResponseMessage> Send(string path, string body, CancellationToken hangUp = default) =>
        _gateway.Post(path, body, change: request => request.Headers.Add("Idempotency-Key", "k"), cancellationToken: hangUp);

    private static async Task<string> Refused(HttpResponseMessage response, string code, bool shouldRetry)
    {
        var body = await response.Content.ReadAsStringAsync();
        response.StatusCode.Should().Be(HttpStatusCode.Conflict, body);
        body.Should().Contain($"\"code\":\"{code}\"");
        response.Headers.Contains("retry-after").Should().Be(shouldRetry);
        response.Headers.TryGetValues("x-should-retry", out var values).Should().Be(!shouldRetry);
        (values ?? ["false"]).Should().Equal("false");
        return body;
    }

    private static async IAsyncEnumerable<FakeChunk> Waiting(TaskCompletionSource begun, Task rest, [EnumeratorCancellation] CancellationToken hangUp)
    {
        yield return FakeMarket.Token(7, "Hello");
        begun.SetResult();
        await rest.WaitAsync(hangUp);
        yield return FakeMarket.Token(8, " there");
        yield return FakeMarket.End();
    }
}
