using System.Numerics.Tensors;
using Cocoon.Inference.LlamaCpp.Library;
using Cocoon.Inference.LlamaCpp.Running;
using Cocoon.Inference.LlamaCpp.Tests.Files;
using Cocoon.Inference.LlamaCpp.Tests.Golden;
using Cocoon.Inference.Running;

namespace Cocoon.Inference.LlamaCpp.Tests.Running;

public sealed class LlamaCppRunnerTests : IDisposable
{
    private static readonly LlamaCppRunnerOptions Options = new()
    {
        Threads = 1, Capacity = 1024, MaxRows = 512, MaxSequences = 10, KeptSequences = 2, KeyValues = KeyValueType.Single,
    };

    private readonly LlamaCppRunner _runner = LlamaCppRunner.Open(TinyJaneGguf.FilePath, Options);
    private readonly RunnerStep _step = new(512);

    public void Dispose() => _runner.Dispose();

    [Fact]
    public void Ten_sequences_continue_through_the_child_as_PyTorch_has_them()
    {
        var sequences = GoldenCase.All.Select(golden => _runner.Open(golden.PromptTokens).Sequence).ToList();
        var (equal, worst) = (0, 0f);

        for (var i = 0; i < 64; i++)
        {
            _step.Clear();
            foreach (var (golden, sequence) in GoldenCase.All.Zip(sequences)) _step.Add(sequence, i == 0 ? golden.PromptTokens : [golden.GreedyTokens[i - 1]], StepOutput.Logits);
            _runner.Run(_step);
            equal += GoldenCase.All.Select((golden, slice) => Best(slice) == golden.GreedyTokens[i] ? 1 : 0).Sum();
            worst = GoldenCase.All.Select((golden, slice) => TensorPrimitives.Distance(_runner.Output(slice)[..16], golden.Steps[i].Logits16)).Append(worst).Max();
        }

        equal.Should().Be(640);
        worst.Should().BeLessThan(2e-3f);
        _runner.Used.Should().Be(GoldenCase.All.Sum(golden => golden.PromptTokens.Length) + 630);
        (_runner.Name, _runner.Precision, _runner.ContextLength).Should().Be(("llama.cpp-v0.5.0", "fp32", 512));
    }

    [Fact]
    public void Hidden_states_are_those_of_PyTorch()
    {
        var golden = GoldenCase.All[0];
        _step.Add(_runner.Open(golden.PromptTokens).Sequence, golden.PromptTokens, StepOutput.HiddenStates);

        _runner.Run(_step);

        var states = _runner.Output(0);
        var mean = new float[_runner.HiddenSize];
        for (var row = 0; row < golden.PromptTokens.Length; row++) TensorPrimitives.Add(mean, states.Slice(row * mean.Length, mean.Length), mean);
        TensorPrimitives.Divide(mean, TensorPrimitives.Norm(mean), mean);
        TensorPrimitives.Distance(mean.AsSpan(0, 16), golden.EmbeddingMeanNormFirst16).Should().BeLessThan(1e-3f);
    }

    [Fact]
    public void A_prompt_shares_what_others_of_its_scope_have_read()
    {
        var golden = GoldenCase.All.MaxBy(entry => entry.PromptTokens.Length)!;
        var first = _runner.Open(golden.PromptTokens, scope: 7);
        Read(first.Sequence, golden.PromptTokens);
        var second = _runner.Open(golden.PromptTokens, scope: 7);

        second.Cached.Should().Be(golden.PromptTokens.Length - 1);
        _runner.Open(golden.PromptTokens, scope: 8).Cached.Should().Be(0);
        // The second answer is the first's, though one token alone was read for it; its cells are shared but for that one.
        Read(second.Sequence, golden.PromptTokens[^1..]).Should().Be(golden.GreedyTokens[0]);
        _runner.Used.Should().Be(golden.PromptTokens.Length + 1);

        _runner.Close(first.Sequence);
        _runner.Close(second.Sequence);
        _runner.Used.Should().Be(0);
        _runner.Open(golden.PromptTokens, scope: 7).Cached.Should().Be(golden.PromptTokens.Length - 1);
    }

    [Fact]
    public void A_fork_goes_its_own_way()
    {
        var golden = GoldenCase.All[0];
        var first = _runner.Open(golden.PromptTokens).Sequence;
        var best = Read(first, golden.PromptTokens);
        var second = _runner.Fork(first);

        Read(second, [golden.PromptTokens[0]]);

        Read(first, [best]).Should().Be(golden.GreedyTokens[1]);
        Read(first, [golden.GreedyTokens[1]]).Should().Be(golden.GreedyTokens[2]);
    }

    [Fact]
    public void A_full_memory_takes_from_kept_sequences_and_then_refuses()
    {
        var kept = _runner.Open([1]).Sequence;
        Read(kept, [.. Enumerable.Repeat(9, 400)]);
        _runner.Close(kept);
        var first = _runner.Open([1]).Sequence;
        var second = _runner.Open([2]).Sequence;
        var third = _runner.Open([3]).Sequence;

        _runner.TryReserve(first, 512).Should().BeTrue();
        _runner.TryReserve(second, 500).Should().BeTrue();
        _runner.TryReserve(third, 13).Should().BeFalse();
        _runner.TryReserve(third, 12).Should().BeTrue();
        _runner.TryReserve(first, 513).Should().BeFalse("no sequence is longer than the context");
        Read(first, [.. Enumerable.Repeat(9, 500)]);
        _runner.Invoking(runner => { Read(second, [.. Enumerable.Repeat(8, 500)]); Read(third, [.. Enumerable.Repeat(7, 12)]); }).Should().NotThrow();
    }

    [Fact]
    public async Task A_child_killed_in_mid_step_fails_that_step_alone()
    {
        var golden = GoldenCase.All[0];
        var reports = new List<string>();
        using var runner = LlamaCppRunner.Open(TinyJaneGguf.FilePath, Options with { Report = reports.Add });
        var first = runner.Open(golden.PromptTokens).Sequence;
        Read(runner, first, golden.PromptTokens);
        var fork = runner.Fork(first);
        Read(runner, fork, [golden.GreedyTokens[0]]);
        var child = runner.ProcessId!.Value;
        ChildSignal.Send("STOP", child);
        var kill = Task.Run(() => ChildSignal.Send("KILL", child));

        runner.Invoking(killed => Read(killed, first, [5])).Should().Throw<LlamaCppException>().WithMessage("*ended in the middle of its work (exit code 137)*");

        await kill;
        Directory.Exists($"/proc/{child}").Should().BeFalse("a zombie would be left");
        runner.Close(first);
        // The next process has read again what the open sequence had.
        Read(runner, fork, [golden.GreedyTokens[1]]).Should().Be(golden.GreedyTokens[2]);
        runner.Open(golden.PromptTokens).Cached.Should().Be(golden.PromptTokens.Length - 1);
        reports.Should().HaveCount(2);
    }

    [Fact]
    public void A_child_that_stands_still_is_ended_when_its_time_is_over()
    {
        var clock = new LateClock();
        using var runner = LlamaCppRunner.Open(TinyJaneGguf.FilePath, Options, clock);
        var sequence = runner.Open([1, 2, 3]).Sequence;
        var child = runner.ProcessId!.Value;
        ChildSignal.Send("STOP", child);
        clock.IsLate = true;

        runner.Invoking(hung => Read(hung, sequence, [1, 2, 3])).Should().Throw<LlamaCppException>().WithMessage("*did not finish a step within 60 s*");

        clock.IsLate = false;
        Directory.Exists($"/proc/{child}").Should().BeFalse();
        runner.Invoking(restarted => Read(restarted, sequence, [1, 2, 3])).Should().NotThrow();
    }

    private int Read(int sequence, int[] tokens) => Read(_runner, sequence, tokens);

    private int Read(LlamaCppRunner runner, int sequence, int[] tokens)
    {
        _step.Clear();
        _step.Add(sequence, tokens, StepOutput.Logits);
        runner.Run(_step);
        return TensorPrimitives.IndexOfMax(runner.Output(0));
    }

    private int Best(int slice) => TensorPrimitives.IndexOfMax(_runner.Output(slice));
}
