using Cocoon.Inference.Decoding;
using Cocoon.Inference.Models;
using Cocoon.Inference.Running;
using Cocoon.Inference.Tests.Golden;
using TorchSharp;

namespace Cocoon.Inference.Torch.Tests;

/// <summary>The same decoder on the best device that is there, in single precision, against PyTorch's tokens and logits.</summary>
public sealed class TorchGoldenTests
{
    private const int Chunk = 23;

    private static ModelFolder Folder => ModelFolder.Open(Path.Combine(AppContext.BaseDirectory, "models", "tiny-jane"));

    private static TorchBackendOptions Options => new() { Device = torch.cuda.is_available() ? "cuda:0" : "cpu", Precision = "fp32" };

    [Fact]
    public void Ten_prompts_side_by_side_give_640_golden_tokens_and_leave_no_tensor_behind()
    {
        using var runner = new DecoderRunner(Folder.Config, Folder.OpenWeights(), new TorchBackend(Options), new DecoderRunnerOptions { MaxSequences = 20, KeyValueBlocks = 256 });

        var first = Run(runner);
        var living = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Run(runner);

        first.Sum(run => run.Agreeing).Should().Be(640);
        first.Max(run => run.WorstError).Should().BeLessThan(GoldenFile.Instance.Tolerance);
        DisposeScopeManager.Statistics.ThreadTotalLiveCount.Should().Be(living, "twenty requests leave what ten left");
    }

    [Fact]
    public async Task The_engine_over_it_answers()
    {
        await using var engine = TorchEngine.Open(Folder, Options, new DecoderRunnerOptions { KeyValueBlocks = 64 });
        var text = "";
        await foreach (var step in engine.GenerateAsync(new GenerationRequest(new ChatPrompt([new ChatMessage("user", "What is the capital of France?")]), 32, new SamplingOptions { Temperature = 0 }, []))) text += step.Text;

        text.Should().Be("The capital of France is Paris.");
        engine.Descriptor.Precision.Should().Be("fp32");
    }

    private static List<GoldenRun> Run(DecoderRunner runner)
    {
        var cases = GoldenFile.Instance.Cases.Select(golden => new GoldenRun(golden, runner)).ToList();
        var step = new RunnerStep(runner.MaxRows);
        while (cases.Any(run => !run.IsDone))
        {
            step.Clear();
            foreach (var run in cases.Where(run => !run.IsDone)) run.AddTo(step, Chunk);
            runner.Run(step);
            foreach (var run in cases) run.Take(runner);
        }
        return cases;
    }
}
