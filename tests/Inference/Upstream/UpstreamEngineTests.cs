using System.Text;
using Cocoon.Inference.Formats;
using Cocoon.Inference.Tests.Engine;
using Cocoon.Inference.Tools;
using Cocoon.Inference.Upstream;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Inference.Tests.Upstream;

public sealed class UpstreamEngineTests
{
    private const string Finish = """data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}""";
    private const string Usage = """data: {"choices":[],"usage":{"prompt_tokens":7,"completion_tokens":5,"prompt_tokens_details":{"cached_tokens":3},"completion_tokens_details":null}}""";

    private static readonly GenerationRequest Ask = new(new ChatPrompt([new ChatMessage("user", "A secret question")]), 16, new SamplingOptions { Temperature = 0.5f }, ["END"]);

    [Theory]
    [InlineData("data: ")]
    [InlineData("data:")]
    [InlineData("")]
    public async Task Events_and_JSON_lines_read_alike_and_the_servers_usage_completes_the_count(string prefix)
    {
        await using var server = await StubServer.Start(
            ": hello", "event: x", prefix + """{"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}],"usage":null}""",
            prefix + Delta("Hel"), prefix + Delta("lo\u00e9"), Finish.Replace("data: ", prefix, StringComparison.Ordinal), Usage.Replace("data: ", prefix, StringComparison.Ordinal), prefix + "[DONE]");
        await using var engine = server.Engine();

        var answer = await Answer.Of(engine, Ask);

        answer.Text.Should().Be("Hello\u00e9");
        answer.Tokens.Should().HaveCount(5, "the server counted five, two of them in the text's chunks").And.AllBeEquivalentTo(UpstreamEngine.UnnamedToken);
        answer.Usage.Should().Be(new TokenUsage(7, 3, 5, 0));
        answer.Finish.Should().Be(FinishReason.Stop);
        engine.Load.Should().Be(new EngineLoad(0, 0));
    }

    [Fact]
    public async Task While_it_streams_a_chunk_counts_what_the_server_says_of_it()
    {
        await using var server = await StubServer.Start(
            """data: {"choices":[{"index":0,"delta":{"content":"one two three"},"token_ids":[11,12,13]}],"usage":{"prompt_tokens":9,"completion_tokens":3}}""",
            """data: {"choices":[{"index":0,"delta":{"content":" four five"}}],"usage":{"prompt_tokens":9,"completion_tokens":5}}""", Finish);
        await using var engine = server.Engine();

        var events = (await Answer.Of(engine, Ask)).Events;

        events.Select(step => (step.TokenId, step.Text)).Should().Equal(
            (11, "one two three"), (12, ""), (13, ""), (UpstreamEngine.UnnamedToken, " four five"), (UpstreamEngine.UnnamedToken, ""), (null, ""));
        events[^1].Usage.Should().Be(new TokenUsage(9, 0, 5, 0));
    }

    [Fact]
    public async Task A_tokenizer_counts_for_a_server_that_does_not()
    {
        var tokenizer = TinyJane.Folder.Tokenizer;
        await using var server = await StubServer.Start("data: " + Delta("The capital of France is Paris."), Finish);
        await using var engine = server.Engine(options => options with { Tokenizer = tokenizer });

        var answer = await Answer.Of(engine, Ask);

        answer.Tokens.Should().HaveCount(tokenizer.Tokenizer.Encode("The capital of France is Paris.", parseAdded: false).Count).And.HaveCountGreaterThan(1);
        answer.Usage!.PromptTokens.Should().Be(tokenizer.Count(Ask.Prompt)).And.Be(engine.CountPromptTokens(Ask.Prompt));
    }

    [Fact]
    public async Task Counts_beyond_what_was_asked_for_cost_nothing()
    {
        await using var server = await StubServer.Start("data: " + Delta("a"), "data: " + Delta("b"), "data: " + Delta("c"), Finish,
            """data: {"choices":[],"usage":{"prompt_tokens":100000,"completion_tokens":100000}}""");
        await using var engine = server.Engine();

        var answer = await Answer.Of(engine, Ask with { MaxTokens = 2 });

        answer.Text.Should().Be("abc");
        answer.Usage.Should().Be(new TokenUsage(engine.CountPromptTokens(Ask.Prompt), 0, 2, 0));
        answer.Tokens.Should().HaveCount(2);
    }

    [Fact]
    public async Task Choices_tools_thoughts_and_probabilities_arrive_as_such()
    {
        await using var server = await StubServer.Start(
            """data: {"choices":[{"index":1,"delta":{"reasoning_content":"Hm"}}]}""",
            """data: {"choices":[{"index":1,"delta":{"content":"Hi"},"logprobs":{"content":[{"token":"Hi","logprob":-0.5,"bytes":[72,105],"top_logprobs":[{"token":"Yo","logprob":-1}]}]}}]}""",
            """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"c1","type":"function","function":{"name":"get","arguments":""}}]}}]}""",
            """data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{}"}}]},"finish_reason":"tool_calls"},{"index":1,"delta":{},"finish_reason":"length"}]}""",
            "data: [DONE]");
        await using var engine = server.Engine();

        var events = (await Answer.Of(engine, Ask with { Choices = 2, LogProbs = true, TopLogProbs = 1 })).Events;

        events.Select(step => (step.Choice, step.Kind, step.Text, step.ToolCall?.Name, step.Finish)).Should().Equal(
            (1, TextKind.Reasoning, "Hm", null, null), (1, TextKind.Content, "Hi", null, null),
            (0, TextKind.ToolArguments, "", "get", null), (0, TextKind.ToolArguments, "{}", null, null),
            (0, TextKind.Content, "", null, FinishReason.ToolCalls), (1, TextKind.Content, "", null, FinishReason.Length), (0, TextKind.Content, "", null, FinishReason.ToolCalls));
        events[1].LogProb.Should().Be(-0.5f);
        events[1].LogProbs!.Chosen.Bytes.ToArray().Should().Equal("Hi"u8.ToArray());
        events[1].LogProbs!.Top.Single().Bytes.ToArray().Should().Equal("Yo"u8.ToArray());
        events[^1].Usage.Should().Be(new TokenUsage(engine.CountPromptTokens(Ask.Prompt), 0, 4, 1));
    }

    [Fact]
    public async Task The_server_gets_what_was_asked_and_no_header_of_anybodys()
    {
        await using var server = await StubServer.Start("data: " + Delta("x"), Finish);
        await using var engine = server.Engine();
        var request = Ask with
        {
            Prompt = Ask.Prompt with { Tools = [new ToolDefinition("get", "Gets", """{"type":"object"}""", true)] },
            Choices = 1, Format = new AnswerFormat(AnswerFormatKind.JsonSchema, "out", """{"type":"object"}""", true), ToolChoice = new ToolChoice(ToolChoiceMode.Named, "get"), ParallelToolCalls = false,
        };

        await Answer.Of(engine, request);

        var (body, headers, path) = server.Requests.Single();
        path.Should().Be("/v1/chat/completions");
        headers.Keys.Should().BeEquivalentTo("Host", "Authorization", "Content-Type", "Content-Length");
        headers["Authorization"].Should().Be("Bearer secret");
        body.ToJsonString().Should().Be("""{"model":"stub","messages":[{"role":"user","content":"A secret question"}],"tools":[{"type":"function","function":{"name":"get","description":"Gets","parameters":{"type":"object"},"strict":true}}],"tool_choice":{"type":"function","function":{"name":"get"}},"parallel_tool_calls":false,"response_format":{"type":"json_schema","json_schema":{"name":"out","schema":{"type":"object"},"strict":true}},"max_tokens":16,"temperature":0.5,"top_p":1,"stop":["END"],"stream":true,"stream_options":{"include_usage":true,"continuous_usage_stats":true},"return_token_ids":true}""");
    }

    [Fact]
    public async Task A_plain_prompt_goes_to_completions()
    {
        await using var server = await StubServer.Start("""data: {"choices":[{"index":0,"text":"lo","finish_reason":"stop"}]}""");
        await using var engine = server.Engine();

        (await Answer.Of(engine, Ask with { RawPrompt = "Hel", Prompt = new ChatPrompt([]) })).Text.Should().Be("lo");

        server.Requests.Single().Path.Should().Be("/v1/completions");
        server.Requests.Single().Body["prompt"]!.GetValue<string>().Should().Be("Hel");
    }

    [Fact]
    public async Task It_asks_again_until_an_answer_begins_and_never_after()
    {
        await using var server = await StubServer.Start(async (http, number) =>
        {
            if (number == 1) http.Abort();
            else if (number == 2) http.Response.StatusCode = 503;
            else await StubServer.Lines(http, "data: " + Delta("half"));
        });
        await using var engine = server.Engine();
        var seen = new StringBuilder();
        var act = async () =>
        {
            await foreach (var step in engine.GenerateAsync(Ask)) seen.Append(step.Text);
        };

        await act.Should().ThrowAsync<UpstreamException>().WithMessage("*broke off*");

        seen.ToString().Should().Be("half");
        server.Requests.Should().HaveCount(3);
        engine.Load.Running.Should().Be(0);
    }

    [Theory]
    [InlineData(400, typeof(InferenceRequestException), 1)]
    [InlineData(401, typeof(UpstreamException), 1)]
    [InlineData(429, typeof(EngineBusyException), 2)]
    [InlineData(502, typeof(UpstreamException), 2)]
    public async Task A_refusal_has_its_own_exception_that_quotes_nothing(int status, Type exception, int requests)
    {
        await using var server = await StubServer.Start((http, _) =>
        {
            http.Response.StatusCode = status;
            return http.Response.WriteAsync("""{"error":{"message":"A secret question"}}""");
        });
        await using var engine = server.Engine(options => options with { Attempts = 2 });

        var thrown = (await FluentActions.Awaiting(() => Answer.Of(engine, Ask)).Should().ThrowAsync<Exception>()).Which;

        thrown.Should().BeOfType(exception);
        thrown.ToString().Should().NotContain("secret");
        server.Requests.Should().HaveCount(requests);
    }

    [Theory]
    [InlineData("""data: {"error":{"message":"A secret question"}}""")]
    [InlineData("""data: {"choices":[{"index":0,"delta":{"content":"A secret""")]
    [InlineData("""data: {"choices":[{"index":9,"delta":{"content":"A secret"}}]}""")]
    [InlineData("""data: {"choices":[{"index":0,"delta":{"content":"A"}}]}""")]
    [InlineData("data: [DONE]")]
    public async Task What_is_no_whole_answer_is_an_error_that_quotes_nothing(string line)
    {
        await using var server = await StubServer.Start(line);
        await using var engine = server.Engine();
        (await FluentActions.Awaiting(() => Answer.Of(engine, Ask)).Should().ThrowAsync<UpstreamException>()).Which.ToString().Should().NotContain("secret");
    }

    [Fact]
    public async Task Who_hangs_up_ends_the_servers_work()
    {
        var isOver = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StubServer.Start(async (http, _) =>
        {
            http.RequestAborted.Register(isOver.SetResult);
            await StubServer.Lines(http, "data: " + Delta("first"));
            await http.Response.Body.FlushAsync();
            await isOver.Task;
        });
        await using var engine = server.Engine();

        await foreach (var step in engine.GenerateAsync(Ask)) break;

        await isOver.Task.WaitAsync(TimeSpan.FromSeconds(30));
        engine.Load.Running.Should().Be(0);
    }

    [Theory]
    [InlineData("first", "silent")]
    [InlineData("next", "silent")]
    [InlineData("total", "took too long")]
    public async Task A_server_that_is_too_slow_is_given_up_in_each_phase(string phase, string message)
    {
        var soon = TimeSpan.FromMilliseconds(100);
        await using var server = await StubServer.Start(async (http, _) =>
        {
            // The role and comments are no token.
            await StubServer.Lines(http, """data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}""", phase == "first" ? ":" : "data: " + Delta("one"));
            while (!http.RequestAborted.IsCancellationRequested)
            {
                await StubServer.Lines(http, phase == "total" ? "data: " + Delta("more") : ":");
                await http.Response.Body.FlushAsync();
                await Task.Yield();
            }
        });
        await using var engine = server.Engine(options => phase switch
        {
            "first" => options with { FirstTimeout = soon },
            "next" => options with { NextTimeout = soon },
            _ => options with { TotalTimeout = soon },
        });
        await FluentActions.Awaiting(() => Answer.Of(engine, Ask)).Should().ThrowAsync<UpstreamException>().WithMessage($"*{message}*");
        engine.Load.Running.Should().Be(0);
    }

    [Fact]
    public async Task Connections_are_used_again()
    {
        var ports = new System.Collections.Concurrent.ConcurrentBag<int>();
        await using var server = await StubServer.Start((http, _) =>
        {
            ports.Add(http.Connection.RemotePort);
            return StubServer.Lines(http, "data: " + Delta("x"), Finish, Usage, "data: [DONE]");
        });
        await using var engine = server.Engine(options => options with { Slots = 1 });
        for (var i = 0; i < 3; i++) await Answer.Of(engine, Ask);
        ports.Distinct().Should().HaveCountLessThan(3);
    }

    private static string Delta(string text) => $$"""{"id":"1","choices":[{"index":0,"delta":{"content":"{{text}}"},"logprobs":null,"finish_reason":null}]}""";
}
