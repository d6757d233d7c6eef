using System.Diagnostics;
using System.Runtime.CompilerServices;
using Cocoon.Core;

namespace Cocoon.Gateway.Tests.Chat;

public sealed class StreamTests
{
    private const string Streaming = """{"model":"model","stream":true,"messages":[{"role":"user","content":"Say hello"}]}""";

    [Fact]
    public async Task An_engine_that_fails_after_the_first_token_ends_the_stream_with_an_error_and_no_done()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = static hangUp => Failing(hangUp) });

        using var response = await gateway.Chat(Streaming);

        var body = await response.Content.ReadAsStringAsync();
        body.Should().EndWith("""data: {"error":{"message":"The engine failed.","type":"server_error","param":null,"code":"engine_failed"}}""" + "\n\n");
        body.Should().NotContain("[DONE]");
    }

    [Fact]
    public async Task Silence_is_filled_with_comments()
    {
        var slow = new TaskCompletionSource();
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = hangUp => Waiting(slow.Task, hangUp) }, options => options.KeepAlive = TimeSpan.FromSeconds(1));

        using var response = await gateway.Chat(Streaming);

        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync());
        while (await reader.ReadLineAsync() is { } line)
            if (line == ": keep-alive") slow.TrySetResult();
        slow.Task.IsCompleted.Should().BeTrue("only a comment lets the stream go on");
    }

    /// <summary>
    /// What the provider counts as delivered is what was taken from it (tests/Grains: a hang-up charges what was delivered).
    /// The time is that of the best of a few: what others do on this machine is not the gateway's doing.
    /// </summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hang_up_stops_the_engine_within_50_ms_after_the_tokens_that_were_taken(bool isStream)
    {
        var best = TimeSpan.MaxValue;
        for (var attempt = 0; attempt < 5 && best > TimeSpan.FromMilliseconds(50); attempt++)
        {
            var (stopped, taken) = await HangUp(isStream);
            taken.Should().Be(3);
            if (stopped < best) best = stopped;
        }

        best.Should().BeLessThan(TimeSpan.FromMilliseconds(50));
    }

    private static async Task<(TimeSpan Stopped, int Taken)> HangUp(bool isStream)
    {
        var engine = new WatchedEngine();
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = engine.Run });
        using var hangUp = new CancellationTokenSource();
        var asking = gateway.Chat(isStream ? Streaming : Streaming.Replace("true", "false", StringComparison.Ordinal), cancellationToken: hangUp.Token);
        using var response = isStream ? await asking : null;
        await engine.Waits.WaitAsync(TimeSpan.FromSeconds(10));

        var since = Stopwatch.GetTimestamp();
        await hangUp.CancelAsync();
        response?.Dispose();
        var taken = await engine.Ended.WaitAsync(TimeSpan.FromSeconds(10));
        var stopped = Stopwatch.GetElapsedTime(since);
        if (!isStream) await asking.Invoking(static task => task).Should().ThrowAsync<OperationCanceledException>();
        return (stopped, taken);
    }

    [Fact]
    public async Task No_word_of_prompt_or_answer_reaches_a_log()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using (var response = await gateway.Chat(Streaming)) await response.Content.ReadAsStringAsync();
        using (var response = await gateway.Chat("""{"model":"model","messages":[{"role":"user","content":"Say hello" oops""")) await response.Content.ReadAsStringAsync();

        gateway.Logs.Lines.Should().NotBeEmpty();
        gateway.Logs.Lines.Should().NotContain(line => line.Contains("Say hello") || line.Contains("Hello") || line.Contains(FakeMarket.Key.Reveal()) || line.Contains("oops"));
    }

    private static async IAsyncEnumerable<FakeChunk> Failing([EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await Task.Yield();
        yield return FakeMarket.Token(7, "Hello");
        yield return FakeMarket.End(new Refusal(RefusalCode.EngineFailed, "The engine failed."));
    }

    private static async IAsyncEnumerable<FakeChunk> Waiting(Task wait, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        yield return FakeMarket.Token(7, "Hello");
        await wait;
        yield return FakeMarket.End();
    }

    /// <summary>An engine that has three tokens and then nothing, and tells what was taken when it is stopped.</summary>
    private sealed class WatchedEngine
    {
        private readonly TaskCompletionSource _waits = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Waits => _waits.Task;

        public Task<int> Ended => _ended.Task;

        public async IAsyncEnumerable<FakeChunk> Run([EnumeratorCancellation] CancellationToken hangUp)
        {
            var taken = 0;
            try
            {
                for (; taken < 3; taken++) yield return FakeMarket.Token(taken, "Hello");
                _waits.SetResult();
                await Task.Delay(Timeout.Infinite, hangUp);
            }
            finally
            {
                _ended.SetResult(taken);
            }
        }
    }
}
