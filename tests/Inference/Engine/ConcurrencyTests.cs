using Cocoon.Inference.Cpu;
using Cocoon.Inference.Serving;

namespace Cocoon.Inference.Tests.Engine;

public sealed class ConcurrencyTests
{
    private static readonly string[] Questions =
    [
        "Tell me a story.", "Who are you?", "Count to 7.", "What is 3 + 4?", "What is the capital of France?", "Hello", "What is the opposite of hot?", "Tell me about Emma.",
    ];

    [Fact]
    public async Task Eight_at_once_answer_as_each_would_alone()
    {
        await using var engine = TinyJane.Open(new CpuEngineOptions { Threads = 4, Slots = 8 });
        var requests = Questions.Select((question, index) => TinyJane.Ask(question, 48, new SamplingOptions { Temperature = index % 2, Seed = index })).ToList();
        var alone = new List<Answer>();
        foreach (var request in requests) alone.Add(await Answer.Of(engine, request));

        var together = await Task.WhenAll(requests.Select(request => Task.Run(() => Answer.Of(engine, request))));

        for (var i = 0; i < requests.Count; i++) together[i].Tokens.Should().Equal(alone[i].Tokens, "question {0}", i);
        Counts(engine).Should().Be(new EngineLoad(0, 0));
    }

    [Fact]
    public async Task A_full_queue_refuses_and_the_waiting_are_served_in_time()
    {
        await using var engine = TinyJane.Open(new CpuEngineOptions { Threads = 1, Slots = 1, MaxWaiting = 1 });
        await using var running = engine.GenerateAsync(TinyJane.Ask("Tell me a story.")).GetAsyncEnumerator();
        await running.MoveNextAsync();
        var waiting = Answer.Of(engine, TinyJane.Ask("Who are you?"));
        Counts(engine).Should().Be(new EngineLoad(1, 1));

        var refused = () => Answer.Of(engine, TinyJane.Ask("Hello"));

        await refused.Should().ThrowAsync<EngineBusyException>();
        Counts(engine).Should().Be(new EngineLoad(1, 1), "a refusal changes nothing");
        waiting.IsCompleted.Should().BeFalse();
        await running.DisposeAsync();
        (await waiting).Finish.Should().Be(FinishReason.Stop);
        Counts(engine).Should().Be(new EngineLoad(0, 0));
    }

    [Fact]
    public async Task Leaving_in_the_middle_frees_the_slot()
    {
        await using var engine = TinyJane.Open(new CpuEngineOptions { Threads = 1, Slots = 1, MaxWaiting = 0 });
        await foreach (var _ in engine.GenerateAsync(TinyJane.Ask("Tell me a story."))) break;

        Counts(engine).Should().Be(new EngineLoad(0, 0));
        (await Answer.Of(engine, TinyJane.Ask("Who are you?"))).Finish.Should().Be(FinishReason.Stop);
    }

    [Fact]
    public async Task Cancelling_between_tokens_frees_the_slot()
    {
        await using var engine = TinyJane.Open(new CpuEngineOptions { Threads = 1, Slots = 1, MaxWaiting = 0 });
        using var cancellation = new CancellationTokenSource();
        var tokens = 0;
        var act = async () =>
        {
            await foreach (var _ in engine.GenerateAsync(TinyJane.Ask("Tell me a story."), cancellation.Token))
                if (++tokens == 3) await cancellation.CancelAsync();
        };

        await act.Should().ThrowAsync<OperationCanceledException>();

        tokens.Should().Be(3);
        Counts(engine).Should().Be(new EngineLoad(0, 0));
        (await Answer.Of(engine, TinyJane.Ask("Who are you?"))).Finish.Should().Be(FinishReason.Stop);
    }

    [Fact]
    public async Task Cancelling_while_waiting_leaves_the_queue()
    {
        await using var engine = TinyJane.Open(new CpuEngineOptions { Threads = 1, Slots = 1, MaxWaiting = 1 });
        await using var running = engine.GenerateAsync(TinyJane.Ask("Tell me a story.")).GetAsyncEnumerator();
        await running.MoveNextAsync();
        using var cancellation = new CancellationTokenSource();
        await using var waiting = engine.GenerateAsync(TinyJane.Ask("Hello"), cancellation.Token).GetAsyncEnumerator();
        var next = waiting.MoveNextAsync().AsTask();

        await cancellation.CancelAsync();

        await FluentActions.Awaiting(() => next).Should().ThrowAsync<OperationCanceledException>();
        Counts(engine).Should().Be(new EngineLoad(1, 0));
    }

    [Fact]
    public async Task A_cancelled_request_never_starts()
    {
        await using var engine = TinyJane.Open(new CpuEngineOptions { Threads = 1, Slots = 1 });
        await using var events = engine.GenerateAsync(TinyJane.Ask("Hello"), new CancellationToken(canceled: true)).GetAsyncEnumerator();
        await FluentActions.Awaiting(() => events.MoveNextAsync().AsTask()).Should().ThrowAsync<OperationCanceledException>();
        Counts(engine).Should().Be(new EngineLoad(0, 0));
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void Options_that_allow_no_work_are_refused(int threads, int slots)
    {
        var act = () => TinyJane.Open(new CpuEngineOptions { Threads = threads, Slots = slots });
        act.Should().Throw<ArgumentOutOfRangeException>();
    }

    private static EngineLoad Counts(LocalEngine engine) => engine.Load with { MemoryUsed = 0 };
}
