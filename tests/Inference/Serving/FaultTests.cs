using Cocoon.Inference.Serving;
using Cocoon.Inference.Tests.Engine;

namespace Cocoon.Inference.Tests.Serving;

/// <summary>A runner that fails or hangs.</summary>
public sealed class FaultTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(10);

    [Fact]
    public async Task A_failed_step_ends_its_generations_and_the_engine_goes_on()
    {
        var runner = new ScriptedRunner();
        await using var engine = ScriptedModel.Open(runner, new LocalEngineOptions { LookAhead = 100 });
        runner.OnRun = _ =>
        {
            if (runner.Steps.Count == 3) throw new InvalidOperationException("s3cret");
        };

        var failing = () => Answer.Of(engine, ScriptedModel.Continue(3, 10));

        (await failing.Should().ThrowAsync<InferenceEngineException>()).Which.Message.Should().NotContain("s3cret");
        (await Answer.Of(engine, ScriptedModel.Continue(3, 10))).Tokens.Should().HaveCount(10);
        runner.Empty.Wait(Soon).Should().BeTrue();
        engine.Load.IsFaulted.Should().BeFalse();
    }

    [Fact]
    public async Task Three_failures_in_a_row_are_for_good()
    {
        var runner = new ScriptedRunner { OnRun = static _ => throw new InvalidOperationException() };
        await using var engine = ScriptedModel.Open(runner);
        var failing = () => Answer.Of(engine, ScriptedModel.Continue(3, 10));

        for (var i = 0; i < 3; i++) await failing.Should().ThrowAsync<InferenceEngineException>();

        await failing.Should().ThrowAsync<InferenceEngineException>().WithMessage("*opened anew*");
        runner.Steps.Should().HaveCount(3);
        engine.Load.IsFaulted.Should().BeTrue();
    }

    [Fact]
    public async Task Numbers_that_are_none_end_the_answer_and_say_why()
    {
        await using var engine = ScriptedModel.Open(new ScriptedRunner());
        var request = ScriptedModel.Continue(3, 10) with { Sampling = new SamplingOptions { LogitBias = new Dictionary<int, float> { [5] = float.NaN } } };

        var failing = () => Answer.Of(engine, request);

        await failing.Should().ThrowAsync<InferenceEngineException>().WithMessage("*not finite*");
    }

    [Fact]
    public async Task A_step_without_end_shows_and_requests_are_refused_until_it_ends()
    {
        var time = new ManualClock();
        using var gate = new ManualResetEventSlim();
        using var isIn = new ManualResetEventSlim();
        var runner = new ScriptedRunner
        {
            OnRun = _ =>
            {
                isIn.Set();
                gate.Wait();
            },
        };
        await using var engine = ScriptedModel.Open(runner, new LocalEngineOptions { StepTimeout = TimeSpan.FromSeconds(60) }, time);
        var hanging = Answer.Of(engine, ScriptedModel.Continue(3, 10));
        isIn.Wait(Soon).Should().BeTrue();

        time.Advance(TimeSpan.FromSeconds(60));
        engine.Load.IsHung.Should().BeFalse();
        time.Advance(TimeSpan.FromSeconds(1));
        engine.Load.IsHung.Should().BeTrue();
        await FluentActions.Awaiting(() => Answer.Of(engine, ScriptedModel.Continue(3, 1))).Should().ThrowAsync<InferenceEngineException>();

        gate.Set();
        (await hanging).Tokens.Should().HaveCount(10);
        (await Answer.Of(engine, ScriptedModel.Continue(3, 1))).Tokens.Should().ContainSingle();
        engine.Load.IsHung.Should().BeFalse();
    }

    [Fact]
    public async Task Closing_ends_what_is_in_work_and_disposes_of_the_runner_on_its_own_thread()
    {
        var runner = new ScriptedRunner();
        var engine = ScriptedModel.Open(runner, new LocalEngineOptions { LookAhead = 2 });
        await using var reading = engine.GenerateAsync(ScriptedModel.Continue(3, 100)).GetAsyncEnumerator();
        await reading.MoveNextAsync();

        await engine.DisposeAsync();

        runner.IsDisposed.Should().BeTrue();
        var rest = async () =>
        {
            while (await reading.MoveNextAsync())
            {
            }
        };
        await rest.Should().ThrowAsync<InferenceEngineException>();
        await FluentActions.Awaiting(() => Answer.Of(engine, ScriptedModel.Continue(3, 1))).Should().ThrowAsync<ObjectDisposedException>();
    }

    private sealed class ManualClock : TimeProvider
    {
        private long _now = 1;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Volatile.Read(ref _now);

        public void Advance(TimeSpan time) => Interlocked.Add(ref _now, time.Ticks);
    }
}
