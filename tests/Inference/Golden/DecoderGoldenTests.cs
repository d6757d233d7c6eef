using Cocoon.Inference.Cpu.Backend;
using Cocoon.Inference.Cpu.Kernels;
using Cocoon.Inference.Decoding;
using Cocoon.Inference.Running;
using Cocoon.Inference.Tensors;
using Cocoon.Inference.Tests.Decoding.Reference;

namespace Cocoon.Inference.Tests.Golden;

/// <summary>The decoder runner against PyTorch: all golden prompts at once, in chunks, each step's token fed back.</summary>
public sealed class DecoderGoldenTests
{
    private const int Chunk = 23;

    /// <summary>Plain loops, and the processor's own arithmetic on one thread and on many.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void Ten_prompts_side_by_side_give_640_golden_tokens_and_logits(int threads)
    {
        ITensorBackend backend = threads == 0 ? new ReferenceBackend() : new CpuBackend(threads, new ComputeTeam(threads));
        using var runner = new DecoderRunner(TinyJane.Folder.Config, TinyJane.Folder.OpenWeights(), backend, new DecoderRunnerOptions { KeyValueBlocks = 256 });
        var cases = GoldenFile.Instance.Cases.Select(golden => new GoldenRun(golden, runner)).ToList();
        var step = new RunnerStep(runner.MaxRows);

        while (cases.Any(run => !run.IsDone))
        {
            step.Clear();
            foreach (var run in cases.Where(run => !run.IsDone)) run.AddTo(step, Chunk);
            runner.Run(step);
            foreach (var run in cases) run.Take(runner);
        }

        cases.Sum(run => run.Agreeing).Should().Be(640);
        cases.Max(run => run.WorstError).Should().BeLessThan(GoldenFile.Instance.Tolerance);
    }
}
