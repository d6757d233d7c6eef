using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Cocoon.Core;

namespace Cocoon.Gateway.Tests.Chat;

public sealed partial class StreamTests
{
    private const string Streaming = """{"model":"model","stream":true,"messages":[{"role":"user","content":"Say hello"}]}""";
    private const string WithUsage = """{"model":"model","stream":true,"stream_options":{"include_usage":true},"messages":[{"role":"user","content":"Say hello"}]}""";

    [Fact]
    public async Task The_bytes_of_a_stream_are_exactly_openai_s()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await gateway.Chat(Streaming);

        response.Content.Headers.ContentType!.ToString().Should().Be("text/event-stream");
        var head = $$"""{"id":"chatcmpl-{{FakeMarket.Job}}","object":"chat.completion.chunk","created":1795262400,"model":"model","choices":[{"index":0,"delta":""";
        WithoutMarket(await response.Content.ReadAsStringAsync()).Should().Be(string.Concat(
            $"data: {head}{{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n",
            $"data: {head}{{\"content\":\"Hello\"}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n",
            $"data: {head}{{\"content\":\" there\"}},\"logprobs\":null,\"finish_reason\":null}}]}}\n\n",
            $"data: {head}{{}},\"logprobs\":null,\"finish_reason\":\"stop\"}}]}}\n\n",
            "data: [DONE]\n\n"));
    }

    [Fact]
    public async Task Usage_is_null_in_every_chunk_and_comes_in_one_extra_chunk_without_choices()
    {
        await using var gateway = await GatewayHost.Start(new FakeMarket());

        using var response = await gateway.Chat(WithUsage);

        var events = WithoutMarket(await response.Content.ReadAsStringAsync()).Split("\n\n", StringSplitOptions.RemoveEmptyEntries);
        events.Should().HaveCount(6);
        events[..4].Should().OnlyContain(data => data.Contains(",\"usage\":null"));
        events[4].Should().EndWith("""
            "choices":[],"usage":{"prompt_tokens":10,"completion_tokens":2,"total_tokens":12,"prompt_tokens_details":{"cached_tokens":0},"completion_tokens_details":{"reasoning_tokens":0}}}
            """.Trim());
        events[5].Should().Be("data: [DONE]");
    }

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

    [Fact]
    public async Task A_hang_up_ends_the_token_stream()
    {
        var ended = new TaskCompletionSource();
        await using var gateway = await GatewayHost.Start(new FakeMarket { Run = hangUp => Endless(ended, hangUp) });
        using var hangUp = new CancellationTokenSource();

        using (var response = await gateway.Chat(Streaming, cancellationToken: hangUp.Token))
        {
            var stream = await response.Content.ReadAsStreamAsync(hangUp.Token);
            await stream.ReadExactlyAsync(new byte[1], hangUp.Token);
            await hangUp.CancelAsync();
        }

        await ended.Task.WaitAsync(TimeSpan.FromSeconds(10));
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

    [GeneratedRegex(""","cocoon":\{.*?\}(?=\}\n\n)""")]
    private static partial Regex Market();

    private static string WithoutMarket(string body) => Market().Replace(body, "");

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

    private static async IAsyncEnumerable<FakeChunk> Endless(TaskCompletionSource ended, [EnumeratorCancellation] CancellationToken hangUp)
    {
        try
        {
            yield return FakeMarket.Token(7, "Hello");
            await Task.Delay(Timeout.Infinite, hangUp);
        }
        finally
        {
            ended.TrySetResult();
        }
    }
}
