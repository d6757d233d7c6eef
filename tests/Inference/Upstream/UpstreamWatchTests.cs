using Cocoon.Inference.Tests.Engine;
using Cocoon.Inference.Upstream;
using Microsoft.AspNetCore.Http;

namespace Cocoon.Inference.Tests.Upstream;

public sealed class UpstreamWatchTests
{
    private const string Token = """data: {"choices":[{"index":0,"delta":{"content":"1"},"finish_reason":"length"}]}""";

    private static readonly GenerationRequest Ask = new(new ChatPrompt([new ChatMessage("user", "x")]), 4, new SamplingOptions(), []);

    [Fact]
    public async Task It_is_unhealthy_after_so_many_failures_and_healthy_after_one_token()
    {
        var status = 503;
        await using var server = await StubServer.Start((http, _) =>
        {
            http.Response.StatusCode = status;
            return StubServer.Lines(http, Token);
        });
        await using var engine = server.Engine(options => options with { ProbeFailures = 2 });
        engine.Health.State.Should().Be(UpstreamState.Unknown);

        await Check(engine).Should().ThrowAsync<UpstreamException>().WithMessage("*HTTP 503*");
        engine.Health.Should().Match<UpstreamHealth>(health => health.State == UpstreamState.Unknown && health.Failures == 1);
        await Check(engine).Should().ThrowAsync<UpstreamException>();
        engine.Health.State.Should().Be(UpstreamState.Unhealthy);
        engine.Load.IsHung.Should().BeTrue();

        status = 200;
        await engine.CheckAsync();
        engine.Health.Should().Be(new UpstreamHealth(UpstreamState.Healthy, "", 0));
        engine.Load.Should().Be(new EngineLoad(0, 0));
        server.Requests.Last().Body["max_tokens"]!.GetValue<int>().Should().Be(1);
    }

    [Fact]
    public async Task An_open_port_without_tokens_is_silence_unless_other_answers_arrive()
    {
        var isLate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await StubServer.Start(async (http, _) =>
        {
            await StubServer.Lines(http, ": still here");
            await http.Response.Body.FlushAsync();
            await isLate.Task;
        });
        await using var engine = server.Engine(options => options with { ProbeFailures = 1, ProbeTimeout = TimeSpan.FromMilliseconds(200) });

        await Check(engine).Should().ThrowAsync<UpstreamException>().WithMessage("*silent*");
        engine.Health.Should().Match<UpstreamHealth>(health => health.State == UpstreamState.Unhealthy && health.IsSilent);

        var check = engine.CheckAsync();
        engine.Watch.Saw();
        await FluentActions.Awaiting(() => check).Should().ThrowAsync<UpstreamException>();
        engine.Health.State.Should().Be(UpstreamState.Healthy, "an answer came while the probe stood in the queue");
        isLate.SetResult();
    }

    [Fact]
    public async Task A_busy_server_and_one_without_a_chat_template_live()
    {
        await using var busy = await StubServer.Start((http, _) => Status(http, 429));
        await using var plain = await StubServer.Start((http, _) => http.Request.Path == "/v1/chat/completions" ? Status(http, 400) : StubServer.Lines(http, """{"choices":[{"index":0,"text":"1","finish_reason":null}]}"""));
        foreach (var server in new[] { busy, plain })
        {
            await using var engine = server.Engine();
            await engine.CheckAsync();
            engine.Health.State.Should().Be(UpstreamState.Healthy);
        }
    }

    [Fact]
    public async Task A_model_that_is_not_listed_is_told_at_once_with_those_that_are()
    {
        await using var server = await StubServer.Start((http, _) => StubServer.Lines(http, Token), http => http.Response.WriteAsync("""{"object":"list","data":[{"id":"other","owned_by":"vllm"},{"id":"third"}]}"""));
        await using var engine = server.Engine();

        await Check(engine).Should().ThrowAsync<UpstreamException>().WithMessage("*does not serve the model 'stub'. It serves 'other', 'third'. Set Model*");

        engine.Health.State.Should().Be(UpstreamState.Unhealthy);
        server.Requests.Should().BeEmpty();
    }

    [Theory]
    [InlineData("vllm", """ "top_k":-1,"min_p":0.25,"repetition_penalty":1.5 """)]
    [InlineData("sglang", """ "top_k":-1,"min_p":0.25,"repetition_penalty":1.5 """)]
    [InlineData("llamacpp", """ "top_k":0,"min_p":0.25,"repeat_penalty":1.5 """)]
    [InlineData("tensorrt_llm", """ "top_k":0,"min_p":0.25,"repetition_penalty":1.5 """)]
    public async Task Sampling_fields_have_each_servers_names(string owner, string fields)
    {
        await using var server = await StubServer.Start((http, _) => StubServer.Lines(http, Token), http => http.Response.WriteAsync($$"""{"data":[{"id":"stub:latest","owned_by":"{{owner}}"}]}"""));
        await using var engine = server.Engine();
        var request = Ask with { Sampling = new SamplingOptions { MinP = 0.25f, RepetitionPenalty = 1.5f } };

        (await FluentActions.Awaiting(() => Answer.Of(engine, request)).Should().ThrowAsync<InferenceRequestException>("nothing is known of the server yet")).Which.Param.Should().Be("min_p");
        await engine.CheckAsync();
        await Answer.Of(engine, request);

        var body = server.Requests.Last().Body;
        body.ToJsonString().Should().Contain(fields.Trim());
        body.ContainsKey("return_token_ids").Should().Be(owner != "tensorrt_llm");
    }

    [Fact]
    public async Task Names_of_sampling_fields_may_be_set()
    {
        await using var server = await StubServer.Start(Token);
        await using var engine = server.Engine(options => options with { SamplingNames = new UpstreamSamplingNames("topk", null, null) });

        await Answer.Of(engine, Ask with { Sampling = new SamplingOptions { TopK = 7 } });

        server.Requests.Single().Body["topk"]!.GetValue<int>().Should().Be(7);
    }

    [Fact]
    public async Task The_load_is_the_servers_and_ours_together()
    {
        await using var server = await StubServer.Start((http, _) => StubServer.Lines(http, Token), http => http.Request.Path == "/metrics"
            ? http.Response.WriteAsync("vllm:num_requests_running 5\nvllm:num_requests_waiting 2\nvllm:kv_cache_usage_perc 0.5\n")
            : Status(http, 404));
        await using var engine = server.Engine();
        engine.Load.Should().Be(new EngineLoad(0, 0));

        await engine.Watch.Look();

        engine.Load.Should().Be(new EngineLoad(5, 2) { MemoryUsed = 0.5 });
    }

    [Fact]
    public async Task It_watches_from_the_start_by_itself()
    {
        var (probed, looked) = (new TaskCompletionSource(), new TaskCompletionSource());
        await using var server = await StubServer.Start(
            (http, _) =>
            {
                probed.TrySetResult();
                return StubServer.Lines(http, Token);
            },
            http =>
            {
                if (http.Request.Path == "/metrics") looked.TrySetResult();
                return Status(http, 404);
            });
        await using var engine = server.Engine(options => options with { ProbePeriod = TimeSpan.FromSeconds(30), MetricsPeriod = TimeSpan.FromSeconds(1) });

        await Task.WhenAll(probed.Task, looked.Task).WaitAsync(TimeSpan.FromSeconds(30));
    }

    private static Func<Task> Check(UpstreamEngine engine) => () => engine.CheckAsync();

    private static Task Status(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return Task.CompletedTask;
    }
}
